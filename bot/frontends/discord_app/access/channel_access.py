"""Who may see a channel now: looked up when somebody is told something without having asked."""

from __future__ import annotations

from functools import partial

import discord

from bot.frontends.discord_app.delivery.retry import with_retries


async def find_viewer(guild: discord.Guild, channel: int, person: int) -> discord.Member | None:
    """Return a member of a guild who may see a channel of it, by their ids.

    None where the person has left, the channel is gone, or they may not see it. Raises
    HTTPException, ClientError and OSError where Discord does not say.
    """
    try:
        member = await with_retries(partial(guild.fetch_member, person))
        there = guild.get_channel_or_thread(channel) or await with_retries(
            partial(guild.fetch_channel, channel)
        )
    except (discord.NotFound, discord.Forbidden):
        return None
    return member if await _may_see(there, member) else None


async def _may_see(
    channel: discord.abc.GuildChannel | discord.Thread | None, member: discord.Member
) -> bool:
    if isinstance(channel, discord.Thread):
        if channel.parent is None:
            return False
        allowed = channel.permissions_for(member)
        if channel.is_private() and not allowed.manage_threads:
            try:
                await with_retries(partial(channel.fetch_member, member.id))
            except discord.NotFound:
                return False
        return allowed.view_channel
    return channel is not None and channel.permissions_for(member).view_channel
