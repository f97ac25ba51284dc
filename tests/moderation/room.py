"""A service with what it keeps of its articles, and moderators who talk to it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

from bot.chat.conversation.service import ChatService
from bot.chat.messages.commands import Command
from bot.chat.messages.request_reply import Reply, Request
from bot.chat.rendering.audit_log import log_change
from bot.cli.saved_questions import read_saved_questions
from bot.moderation.audit_writer import AuditWriter
from bot.moderation.corpus_records import CorpusRecords
from bot.moderation.revision_store import RevisionStore
from bot.moderation.revisions import Revisions
from bot.store.store import Store
from tests.conftest import make_desk, make_library

LIGHTHOUSE = Path(__file__).parents[1] / "conversations" / "lighthouse"
TALLOW, BROOK = "Tallow and Sons", "Brook and Daughters"
MASONS = "who will repair the lighthouse of Orrin?"
KEEPER = "who is the keeper Ada Finch?"


@dataclass
class Room:
    """A service with what it keeps, and moderators who talk to it."""

    root: Path
    store: Store
    now: float = 1_000.0
    number: int = 0
    service: ChatService = field(init=False)

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        """Start the bot, again."""
        self.library = make_library(self.folder)
        states = RevisionStore.for_folder(self.root / "data", self.folder)
        self.revisions = Revisions(self.folder, states, self.library, time.time)
        self.revisions.begin()
        audit = AuditWriter(lambda: self.store, self.revisions)
        audit.listen(log_change)
        saved = self.root / "saved"
        records = CorpusRecords(
            audit, time.time, self.revisions, lambda snapshot: read_saved_questions(saved, snapshot)
        )
        self.service = make_desk(
            self.library, clock=lambda: self.now, store=self.store, records=records
        )

    @property
    def folder(self) -> Path:
        return self.root / "corpus"

    def change(self, before: str = TALLOW, after: str = BROOK) -> None:
        file = next(
            one for one in sorted(self.folder.iterdir()) if before in one.read_text("utf-8")
        )
        file.write_text(file.read_text("utf-8").replace(before, after), "utf-8")

    async def ask(self, text: str, *, private: bool = False) -> Reply:
        self.number += 1
        request = Request(
            "9", "general", text, id=str(self.number), server="1", channel="2", private=private
        )
        return await self.service.handle(request)

    async def do(
        self, command: Command, text: str = "", *, who: str = "11", moderator: bool = True
    ) -> Reply:
        return await self.service.handle(
            Request(who, "general", text, command, moderator, author_name=f"Mo {who}")
        )

    async def click(self, reply: Reply, command: Command, **more: object) -> Reply:
        [action] = [one for one in reply.actions if one.command is command]
        return await self.do(command, action.text, **more)

    async def answered_by(self) -> str:
        return (await self.ask(MASONS)).text

    async def log(self, text: str = "") -> list[str]:
        return [block.text for block in (await self.do(Command.LOG, text)).blocks]
