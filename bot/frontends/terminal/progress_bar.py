"""A bar on the terminal while articles are read."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO

from bot.chat.i18n import translations
from bot.chat.rendering import corpus_admin

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


class ProgressBar:
    """Told how many articles of how many are read, it shows so and vanishes in the end.

    It comes with the first that are read while others are left, so that what takes no time shows
    none; and never where there is no terminal.
    """

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._first_done: int | None = None
        self._shown: tuple[Progress, TaskID] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._shown:
            self._shown[0].stop()

    def __call__(self, done: int, total: int) -> None:
        """Show how far it is."""
        if self._first_done is None:
            self._first_done = done
        if self._shown is None and self._first_done < done < total and self._out.isatty():
            self._shown = self._start(done, total)
        if self._shown:
            progress, task = self._shown
            progress.update(
                task,
                completed=done,
                description=corpus_admin.reading_progress(translations(), done, total),
                refresh=True,
            )

    def _start(self, done: int, total: int) -> tuple[Progress, TaskID]:
        from rich import progress  # noqa: PLC0415 - rich costs 50 ms, which only long reading is worth
        from rich.console import Console  # noqa: PLC0415 - the same

        columns = (
            progress.TextColumn("{task.description}", markup=False),
            progress.BarColumn(),
            progress.TimeRemainingColumn(),
        )
        bar = progress.Progress(
            *columns, console=Console(file=self._out), transient=True, auto_refresh=False
        )
        bar.start()
        return bar, bar.add_task(
            corpus_admin.reading_progress(translations(), done, total), completed=done, total=total
        )
