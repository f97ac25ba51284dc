"""A running bot told by another process of the same machine to reload, on any system."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from bot.private_files import FILE_MODE, make_private_folder, private_opener, write_whole

_KEY_BYTES = 8


@dataclass(frozen=True, slots=True)
class ReloadOutcome:
    """What came of a reload, in the words that are shown."""

    key: str
    text: str
    failed: bool


class ReloadRequests:
    """Files under `data.path` by which a process asks the bot, and the bot answers."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._lock = data / "bot-running"
        self._request = data / "bot-reload"
        self._outcome = data / "bot-reloaded"

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Show, as long as this process lives, that a bot takes requests."""
        import filelock  # noqa: PLC0415 - it brings asyncio, which most commands do without

        with ExitStack() as stack:
            # Where another bot has it, or it can't be had, nobody is told of this one.
            with suppress(OSError, filelock.Timeout):
                make_private_folder(self._data)
                lock = filelock.FileLock(self._lock, timeout=0, mode=FILE_MODE)
                stack.enter_context(lock)
                self._request.unlink(missing_ok=True)
            yield

    def is_served(self) -> bool:
        """Return whether a bot takes requests."""
        import filelock  # noqa: PLC0415 - as above

        if not self._lock.exists():
            return False
        try:
            with filelock.FileLock(self._lock, timeout=0, mode=FILE_MODE):
                return False
        except filelock.Timeout:
            return True

    def ask(self) -> str:
        """Ask for a reload, and return the key of the request; raises OSError."""
        key = secrets.token_hex(_KEY_BYTES)
        write_whole(self._request, key.encode(), private_opener)
        return key

    def take(self) -> str | None:
        """Take a request that waits, by its key; None where none does."""
        try:
            key = self._request.read_text("utf-8")
            self._request.unlink()
        except OSError:
            return None
        return key

    def answer(self, outcome: ReloadOutcome) -> None:
        """Tell what came of a request."""
        with suppress(OSError):
            write_whole(self._outcome, msgspec.json.encode(outcome), private_opener)

    def outcome(self, key: str) -> ReloadOutcome | None:
        """Return what came of a request; None where nothing has yet."""
        try:
            outcome = msgspec.json.decode(self._outcome.read_bytes(), type=ReloadOutcome)
        except (OSError, msgspec.MsgspecError):
            return None
        return outcome if outcome.key == key else None
