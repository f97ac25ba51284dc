"""Files that people attach, fetched from Discord: none that is too large, none for too long."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import aiohttp
import discord

from bot.corpus.suffixes import ARTICLE_SUFFIXES, suffix_of
from bot.moderation.article_draft import check_size
from bot.moderation.article_input import OutsideFile
from bot.moderation.refusals import ChangeRefused, Refusal

DOWNLOAD_SECONDS = 20.0
"""Seconds that all files of a message may take."""


async def download(attachments: Sequence[discord.Attachment]) -> tuple[OutsideFile, ...]:
    """Fetch files of articles, or none of them; raises ChangeRefused."""
    names = [file_name(attachment) for attachment in attachments]
    for name, attachment in zip(names, attachments, strict=True):
        if not is_article(name):
            raise ChangeRefused(Refusal.OTHER_FORMAT, name)
        check_size(name, attachment.size)
    files = []
    deadline = asyncio.get_running_loop().time() + DOWNLOAD_SECONDS
    for name, attachment in zip(names, attachments, strict=True):
        try:
            async with asyncio.timeout_at(deadline):
                content = await attachment.read()
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            raise ChangeRefused(Refusal.NOT_DOWNLOADED, name) from error
        check_size(name, len(content))
        files.append(OutsideFile(name, content))
    return tuple(files)


def is_article(name: str) -> bool:
    """Tell whether a file is in a format of articles, by its name."""
    return suffix_of(name) in ARTICLE_SUFFIXES


def file_name(attachment: discord.Attachment) -> str:
    """Return the name of a file as it was: Discord keeps it apart where it is not plain ASCII."""
    suffix = suffix_of(attachment.filename)
    title = attachment.title
    return f"{title.removesuffix(suffix)}{suffix}" if title else attachment.filename
