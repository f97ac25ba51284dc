"""The log of what was done to the corpus, for moderators."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.chat.handlers.context import RequestContext
from bot.chat.messages.request_reply import Reply
from bot.chat.rendering import audit_log
from bot.moderation.audit_writer import AuditWriter
from bot.store.opening import OpenStore
from bot.store.records import AuditEntry, AuditQuery

MAX_SHOWN_ENTRIES = 100
_MAX_READ_ENTRIES = 5_000
"""Entries among which those of an article are looked for."""
_FILTER = re.compile(r"(?P<key>person|action|article):\s*(?P<value>.*?)\s*(?=\b\w+:|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class LogHandler:
    """Replies to LOG."""

    open_store: OpenStore
    audit: AuditWriter

    async def reply(self, context: RequestContext) -> Reply:
        """Show the newest entries, of a person, an action or an article alone where it is asked.

        What waits for its entry is entered first.
        """
        await self.audit.write()
        log = self.open_store().audit
        asked = {found["key"]: found["value"] for found in _FILTER.finditer(context.request.text)}
        article = asked.get("article", "").casefold()
        query = AuditQuery(actor=asked.get("person", ""), action=asked.get("action", ""))
        # An article may be one of many that a change is about.
        limit = _MAX_READ_ENTRIES if article else MAX_SHOWN_ENTRIES
        found = await log.entries(query, limit)
        if article:
            found = tuple(entry for entry in found if _is_about(entry, article))
        total = len(found) if article else await log.count(query)
        shown = found[:MAX_SHOWN_ENTRIES]
        lines = [
            audit_log.entry_line(
                context.tr, entry.at, entry.actor, entry.action, entry.subject, entry.detail
            )
            for entry in shown
        ]
        return audit_log.log_reply(context.tr, lines, total)


def _is_about(entry: AuditEntry, article: str) -> bool:
    """Return whether an entry names an article, by any part of its id."""
    named = [entry.subject]
    for value in entry.detail.values():
        if isinstance(value, list):
            named += map(str, value)
    return any(article in name.casefold() for name in named)
