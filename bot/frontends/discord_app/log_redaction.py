"""Keeps out of the log the bot's token, tokens of interactions in URLs, and who is named there."""

from __future__ import annotations

import logging
import re

_IN_ADDRESS = re.compile(
    r"(/(?:(?:webhooks|interactions)/\d+|members|thread-members|users|reactions/[^/\s]+)/)"
    r"[^/\s'\"?)]+"
)


class LogRedaction(logging.Filter):
    """Blots secrets out of everything that a handler writes, tracebacks included."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self._token = token

    def filter(self, record: logging.LogRecord) -> bool:
        """Take the secrets out of a record; always true."""
        record.msg, record.args = self._redact(record.getMessage()), None
        if record.exc_info:
            record.exc_text = self._redact(logging.Formatter().formatException(record.exc_info))
        return True

    def _redact(self, text: str) -> str:
        return _IN_ADDRESS.sub(r"\1[hidden]", text.replace(self._token, "[hidden]"))
