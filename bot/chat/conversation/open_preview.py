"""The one preview that waits for a decision, and is let go when none comes."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from bot.chat.scheduling.executor import FairExecutor
from bot.errors import PreviewGone, PreviewInProgress
from bot.library import PreparedReload
from bot.moderation import reload_preview
from bot.moderation.reload_preview import OpenPreview, ReloadPreview

_KEY_BYTES = 6


class PreviewHolder:
    """Holds at most one preview; belongs to one event loop."""

    def __init__(
        self,
        executor: FairExecutor,
        discard: Callable[[PreparedReload], None],
        clock: Callable[[], float],
    ) -> None:
        """Take what puts away a reading that is not served, and a clock that counts seconds."""
        self._executor = executor
        self._discard = discard
        self._clock = clock
        self._open: OpenPreview | None = None
        self._maker: str | None = None
        self._lapsing: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def current(self) -> OpenPreview | None:
        """Return the preview that waits; None where there is none."""
        if self._open is not None and self._clock() >= self._open.lapses_at:
            self.close()
        return self._open

    def seconds_left(self, opened: OpenPreview) -> float:
        """Return the seconds until a preview lapses."""
        return max(0.0, opened.lapses_at - self._clock())

    @contextmanager
    def in_progress(self, maker: str) -> Iterator[None]:
        """Keep others from making one meanwhile: they get PreviewInProgress with the name."""
        if self._maker is not None:
            raise PreviewInProgress(self._maker)
        self._maker = maker
        try:
            yield
        finally:
            self._maker = None

    def open(self, preview: ReloadPreview, owner: str, owner_name: str) -> OpenPreview:
        """Have a preview wait, in the place of another."""
        self.close()
        seconds = reload_preview.LAPSE_SECONDS
        self._open = OpenPreview(
            secrets.token_hex(_KEY_BYTES), preview, owner, owner_name, self._clock() + seconds
        )
        self._lapsing = asyncio.get_running_loop().call_later(seconds, self.close)
        return self._open

    def get(self, key: str) -> OpenPreview:
        """Return a preview by its key; raises PreviewGone where it does not wait any more."""
        if (opened := self.current) is None or opened.key != key:
            raise PreviewGone
        return opened

    def close(self, *, applied: bool = False) -> None:
        """Let go of the preview, and put away what was read for it unless it was `applied`."""
        opened, self._open = self._open, None
        if self._lapsing is not None:
            self._lapsing.cancel()
            self._lapsing = None
        if opened is not None and not applied:
            self.put_away(opened.preview.prepared)

    def put_away(self, prepared: PreparedReload) -> None:
        """Put away what was read aside, on a thread of its own."""
        task = asyncio.create_task(self._executor.run_detached(partial(self._discard, prepared)))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
