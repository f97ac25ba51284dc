"""Plays conversations with the real discord.py client, in a Discord simulated in process."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import discord
import simcord

from bot.chat.browsing.service import NameKind
from bot.chat.conversation.corrections import Correction, Corrections
from bot.chat.conversation.service import ChatService
from bot.chat.i18n import DEFAULT_LANGUAGE, LANGUAGES, translations
from bot.chat.messages.commands import Command
from bot.chat.messages.request_reply import Line, ProgressCallback, Reply, Request, ignore_progress
from bot.chat.rendering import intent_replies
from bot.frontends.discord_app.client import BylineClient
from bot.frontends.discord_app.components.markdown import unescape
from bot.frontends.discord_app.delivery import interaction_response
from bot.replay.conversation import Conversation, Step
from bot.replay.expectations import StepOutcome

PATIENCE = 60.0
"""Seconds that what the bot does may take, on however busy a machine."""
_CORPUS_OPTIONS = {Command.RELOAD: {"now": True}, Command.LIST: {}, Command.STATUS: {}}
"""The moderators' commands of conversation files, which see nothing of a preview."""
PAGED = 1500
"""A passage longer than this may be on several pages."""
# However busy the machine is, what a test does not hold up itself is there in time.
interaction_response.DEFER_AFTER_SECONDS = PATIENCE


class OverheardAmendments:
    """Amendments of which each that is made can be looked at, by the id of the question."""

    def __init__(self, amendments: Corrections) -> None:
        self._amendments = amendments
        self.made: dict[str, Reply] = {}

    def __getattr__(self, name: str) -> object:
        return getattr(self._amendments, name)

    def mark_corrected(self, correction: Correction) -> None:
        self._amendments.mark_corrected(correction)
        self.made[correction.record.question] = correction.reply


class OverheardDesk:
    """A desk whose last reply can be looked at."""

    def __init__(self, desk: ChatService) -> None:
        self._desk = desk
        self.record_delivery, self.record_view, self.find_answer, self.forget = (
            desk.record_delivery,
            desk.record_view,
            desk.find_answer,
            desk.forget,
        )
        self.corrections, self.data_removal, self.audit, self.digests = (
            OverheardAmendments(desk.corrections),
            desk.data_removal,
            desk.audit,
            desk.digests,
        )
        self.watch_checker = desk.watch_checker
        self.last: Reply | None = None

    async def handle(self, request: Request, progress: ProgressCallback = ignore_progress) -> Reply:
        self.last = await self._desk.handle(request, progress)
        return self.last

    async def complete_name(self, kind: NameKind, typed: str) -> tuple[tuple[str, str], ...]:
        return await self._desk.complete_name(kind, typed)

    async def complete_question(
        self, author: str, typed: str, *, outlets: bool = False
    ) -> tuple[str, ...]:
        return await self._desk.complete_question(author, typed, outlets=outlets)


async def no_pause(_seconds: float) -> None:
    return


@dataclass
class Turn:
    """What came of a step."""

    question: discord.Message | None = None
    shown: object = None
    reply: Reply | None = None


class DiscordDriver:
    name = "discord"

    def __init__(self, desk: ChatService, data: Path) -> None:
        self._desk = OverheardDesk(desk)
        # Without a role Discord would hide the moderators' commands from members, who are to be refused.
        client = BylineClient(self._desk, ["Keepers"], data / "commands", sleep=no_pause)
        self._env = simcord.Env(
            client, approved_intents=discord.Intents.none(), shard_count=1, settle_timeout=PATIENCE
        )
        self._people: dict[tuple[str, bool], simcord.MemberActor] = {}
        self._channels: dict[tuple[str, str | None], simcord.ChannelHandle] = {}
        self._last: dict[tuple[str, str | None], object] = {}
        self._turns: list[Turn] = []
        self._language = DEFAULT_LANGUAGE
        self._speaks: dict[str, str] = {}
        self._parse = client._connection.parsers["INTERACTION_CREATE"]
        client._connection.parsers["INTERACTION_CREATE"] = self._in_language

    @staticmethod
    def plays(_conversation: Conversation) -> bool:
        return True

    async def __aenter__(self) -> Self:
        await self._env.start()
        self._env.create_guild()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._env.shutdown()
        if error is None:
            self._env.raise_errors()

    async def play(self, step: Step) -> StepOutcome:
        self._turns.append(Turn())
        if step.looks is not None:
            return self._looked_at(self._turns[step.looks - 1])
        person, channel = self._person(step), await self._channel(step.channel, step.thread)
        await self._speak(person, step)
        self._desk.last = None
        if step.deletes is not None:
            await person.delete(self._turns[step.deletes - 1].question)
            return StepOutcome("", None)
        turn = self._turns[(step.edits or len(self._turns)) - 1]
        if step.edits is not None:
            await person.edit(turn.question, self._mentioning(step.says or ""))
        else:
            await self._act(step, person, channel, turn)
        if (reply := self._desk.last) is None:
            return StepOutcome("", None)
        turn.reply = reply
        if reply.actions or step.clicks is None:
            self._last[step.channel, step.thread] = turn.shown
        shown_there = _text(self._now(turn.shown))
        if (
            reply.duplicate_of
            and translations(reply.language)("answer.given-before") in shown_there
        ):
            reply = intent_replies.duplicate_reply(reply, "")
        turn.reply = reply
        _check_shown(reply, shown_there)
        return StepOutcome(reply.text, reply)

    async def _speak(self, person: simcord.MemberActor, step: Step) -> None:
        """Make it known what Discord speaks to a person: their messages don't tell, but their commands do."""
        known, self._language = self._speaks.get(step.author, DEFAULT_LANGUAGE), step.language
        self._speaks[step.author] = step.language
        if known != step.language:
            await person.user.slash("help")

    def _in_language(self, payload: dict[str, object]) -> None:
        payload["locale"] = self._language
        self._parse(payload)

    async def _act(
        self, step: Step, person: simcord.MemberActor, channel: simcord.ChannelHandle, turn: Turn
    ) -> None:
        turn.shown = await self._acted(step, person, channel)
        history = person.user.dm_channel.history() if step.via == "direct" else channel.history()
        turn.question = next((one for one in reversed(history) if one.author.id == person.id), None)

    async def _acted(
        self, step: Step, person: simcord.MemberActor, channel: simcord.ChannelHandle
    ) -> object:
        if step.clicks is not None:
            return await self._click(step.clicks, person, self._last[step.channel, step.thread])
        if step.does in {Command.ARTICLES, Command.ARTICLE, Command.OUTLETS}:
            return _shown(await person.slash(channel, step.does.value, **_browsed(step)))
        if step.does in _CORPUS_OPTIONS:
            options = _CORPUS_OPTIONS[step.does]
            return _shown(await person.slash(channel, f"corpus {step.does.value}", **options))
        if step.does is Command.HELP:
            return _shown(await person.slash(channel, "help"))
        says = step.says if step.does is None else step.does.value
        if step.via == "slash":
            return _shown(
                await person.slash(
                    channel, "ask", question=says, private=step.privately, **_options(step)
                )
            )
        if step.via == "menu" and step.to is not None:
            window = await person.context_menu(
                channel, "Ask about this", self._turns[step.to - 1].shown
            )
            return _shown(await person.submit_modal(window, {"question": says}))
        if step.via == "menu":
            await self._somebody().send(
                channel, says, attachments=() if says else [("catch.png", b"a picture")]
            )
            return _shown(
                await person.context_menu(channel, "Ask about this", channel.last_message)
            )
        if step.via == "direct":
            to = self._turns[step.to - 1].shown if step.to else None
            await person.user.send_dm(
                says,
                **(
                    {"reference": {"channel_id": str(to.channel.id), "message_id": str(to.id)}}
                    if to
                    else {}
                ),
            )
            return person.user.dm_channel.last_message
        if step.to is not None or step.via == "reply":
            to = (
                self._turns[step.to - 1].shown if step.to else self._last[step.channel, step.thread]
            )
            await person.send(channel, says, reply_to=to)
        else:
            await person.send(channel, self._mentioning(says))
        return channel.last_message

    async def _click(self, label: str, person: simcord.MemberActor, message: object) -> object:
        result = await press(person, message, label)
        # What comes in place changes the message that was clicked.
        return _shown(result) if result.response or result.followups else message

    def _mentioning(self, text: str) -> str:
        return f"<@{self._env.bot.user.id}> {text}"

    def _now(self, message: object) -> object | None:
        """A message as it is by now; None when it is gone."""
        channel = (
            message.channel_id
            if isinstance(message, simcord.ResponseMessage)
            else message.channel.id
        )
        return self._env.backend.messages.get(channel, {}).get(message.id)

    def _looked_at(self, turn: Turn) -> StepOutcome:
        """An answer as it stands by now."""
        shown = self._now(turn.shown)
        if shown is None or turn.reply is None:
            return StepOutcome("", None)
        reply = (
            self._desk.corrections.made.get(str(turn.question.id), turn.reply)
            if turn.question
            else turn.reply
        )
        _check_shown(reply, _text(shown))
        return StepOutcome(reply.text, reply)

    def _somebody(self) -> simcord.MemberActor:
        """Who wrote the message that another asks about."""
        return self._env.guild.add_member(self._env.create_user("somebody"))

    def _person(self, step: Step) -> simcord.MemberActor:
        key = (step.author, step.moderator)
        if key not in self._people:
            guild = self._env.guild
            roles = (
                [guild.create_role("keepers", permissions=discord.Permissions(manage_guild=True))]
                if step.moderator
                else []
            )
            self._people[key] = guild.add_member(self._env.create_user(step.author), roles=roles)
        return self._people[key]

    async def _channel(self, name: str, thread: str | None) -> simcord.ChannelHandle:
        if (name, None) not in self._channels:
            self._channels[name, None] = self._env.guild.create_text_channel(name)
        channel = self._channels[name, None]
        if (name, thread) not in self._channels:
            made = await self._env.bot.get_channel(channel.id).create_thread(
                name=thread, type=discord.ChannelType.public_thread
            )
            self._channels[name, thread] = next(one for one in channel.threads if one.id == made.id)
        return self._channels[name, thread]


async def press(
    person: simcord.MemberActor, message: object, label: str
) -> simcord.InteractionResult:
    """Click a button, or choose what a list of the message says, or else its menu."""
    parts = _walk(_components(message))
    for option in (option for part in parts for option in part.get("options", [])):
        if option["label"] == label:
            return await person.select(message, [option["value"]])
    labels = {part["label"] for part in parts if part["type"] == 2}
    menu = labels & {translations(language)("button.menu") for language in LANGUAGES}
    if label in labels or not menu:
        return await person.click(message, label=label)
    result = await person.click(message, label=menu.pop())
    opened = _shown(result)
    # Where there is no menu, a sentence says why.
    listed = any("options" in part for part in _walk(_components(opened)))
    return await press(person, opened, label) if listed else result


def _shown(result: simcord.InteractionResult) -> object:
    return [*([result.response] if result.response else []), *result.followups][-1]


def _browsed(step: Step) -> dict[str, str]:
    """What a step is done with, as the options of its command."""
    if step.does is Command.ARTICLE:
        return {"name": step.what}
    given = re.findall(r"(\w+): (.*?)(?= \w+: |$)", step.what)
    return dict(given) if given else {"title": step.what} if step.what else {}


def _options(step: Step) -> dict[str, str]:
    return {
        name: value for name, value in (("outlet", step.outlet), ("since", step.since)) if value
    }


def _components(message: object) -> list[dict]:
    return [part if isinstance(part, dict) else part.to_dict() for part in message.components]  # type: ignore[attr-defined]


def _text(message: object) -> str:
    return unescape(
        "\n".join(part["content"] for part in _walk(_components(message)) if part["type"] == 10)
    )


def _walk(parts: list[dict]) -> list[dict]:
    return [found for part in parts for found in (part, *_walk(part.get("components", [])))]


def _check_shown(reply: Reply, shown: str) -> None:
    """All that the desk said must be seen on Discord; a long passage on its pages."""
    seen = _letters(shown)
    for block in reply.blocks:
        if isinstance(block, Line) or len(block.text) <= PAGED:
            assert _letters(block.text) in seen, (
                f"not shown on Discord: {block.text!r}, but:\n{shown}"
            )


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)
