"""Changes of the corpus, each of which can be taken back."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from bot.corpus.reload_diff import ReloadDiff
from bot.errors import BylineError, NothingToUndo, PreviewOutdated, ReloadInProgress, WriteFailed
from bot.indexing.pipeline import ProgressCallback, ignore_progress
from bot.library import Library, PreparedReload
from bot.moderation.changes import (
    CapturedState,
    CommittedChange,
    CorpusAction,
    CorpusChange,
    UndoStep,
    UnfinishedChange,
    describe_diff,
    describe_files,
    new_change,
)
from bot.moderation.manifest import (
    Manifest,
    as_write_failed,
    capture,
    changed_paths,
    reason_of,
)
from bot.moderation.recovery import finish, keep_state
from bot.moderation.revision_store import RevisionStore
from bot.moderation.undo_plan import UndoPlan, plan_undo, staged, steps_between, take_steps

_log = logging.getLogger(__name__)


class Revisions:
    """Changes the corpus, one change at a time; its methods block, and any thread may call them.

    Where another change is under way, also in another process, they raise ReloadInProgress.
    """

    def __init__(
        self, folder: Path, store: RevisionStore, library: Library, clock: Callable[[], float]
    ) -> None:
        """Take the folder of the articles, and a clock of unix time."""
        self.folder = folder
        self._store = store
        self._library = library
        self._clock = clock
        self._beginning = threading.Lock()

    def begin_aside(self) -> None:
        """Do the same as `begin` on a thread, for which whatever is done meanwhile waits."""
        self._beginning.acquire()
        threading.Thread(target=self._begin_and_release, daemon=True).start()

    def begin(self) -> None:
        """Keep what the folder holds at the start; never raises."""
        try:
            with self._store.lock():
                self._settle()
                self._record_found()
        except (OSError, WriteFailed, ReloadInProgress) as error:
            _log.warning("What the articles are now can't be kept, for an undo: %r", error)

    def commit(
        self,
        actor: str,
        action: str,
        subject: str,
        change: Callable[[], object],
        progress: ProgressCallback = ignore_progress,
    ) -> CommittedChange:
        """Change files of the folder, and serve what it holds then.

        `change` writes, removes or renames files, all of it or nothing; what it raises, is raised.
        Where what it did can't be served, it is taken back. Raises WriteFailed where nothing could
        be kept to take it back, and as `Library.reload`.
        """
        with self._working():
            before = self._record_found()
            unfinished = UnfinishedChange(
                new_change(actor, action, subject, self._clock()), os.getpid()
            )
            return self._carry_out(unfinished, before, change, progress)

    def reload(self, actor: str, progress: ProgressCallback = ignore_progress) -> CommittedChange:
        """Serve what the folder holds by now; raises as `Library.reload`."""
        return self._serve(actor, lambda: self._library.reload(progress), self.capture)

    def apply(self, actor: str, prepared: PreparedReload, state: CapturedState) -> CommittedChange:
        """Serve what was prepared from a state of the folder; raises as `Library.apply`."""
        return self._serve(actor, lambda: self._library.apply(prepared), lambda: state)

    def capture(self) -> CapturedState:
        """Keep what the folder holds now."""
        newest = self._store.newest()
        try:
            known: Manifest = newest.files if newest else {}
            return CapturedState(capture(self.folder, known, self._store.contents))
        except (OSError, WriteFailed) as error:
            return CapturedState(None, reason_of(error))

    def plan_undo(self) -> UndoPlan:
        """Plan to bring back the state before the newest.

        Raises NothingToUndo, and WriteFailed where the folder or what is kept can't be read.
        """
        newest = self._store.newest()
        target = self._store.revision(newest.parent) if newest else None
        if newest is None or target is None:
            raise NothingToUndo
        with as_write_failed(self._store.folder):
            current = capture(self.folder, newest.files, self._store.contents)
        plan = plan_undo(current, newest, target)
        wanted = (step.after for step in plan.steps)
        if not plan.steps or not all(map(self._store.contents.has, filter(None, wanted))):
            raise NothingToUndo(plan.left)
        return plan

    def staged(self, plan: UndoPlan) -> AbstractContextManager[Path]:
        """Make a folder that holds what the corpus does after an undo; raises WriteFailed."""
        return staged(self._store.folder, plan.files, self._store.contents)

    def undo(
        self, actor: str, shown: UndoPlan, progress: ProgressCallback = ignore_progress
    ) -> CommittedChange:
        """Bring back the state before the newest, as it was shown to who wants it.

        Raises NothingToUndo, PreviewOutdated where it would do something else by now, WriteFailed,
        and as `Library.reload`: nothing is changed then.
        """
        with self._working():
            plan = self.plan_undo()
            if (plan.target.number, plan.steps, plan.left) != (
                shown.target.number,
                shown.steps,
                shown.left,
            ):
                raise PreviewOutdated
            change = new_change(actor, CorpusAction.UNDO, plan.undone.action, self._clock())
            unfinished = UnfinishedChange(change, os.getpid(), plan.steps, plan.target.parent)
            before = capture(self.folder, plan.undone.files, self._store.contents)
            return self._carry_out(
                unfinished,
                before,
                lambda: take_steps(self.folder, plan.steps, self._store.contents),
                progress,
                plan.left,
            )

    def unlogged(self) -> list[CorpusChange]:
        """Return the changes that wait for their entry in the log, the oldest first."""
        with suppress(OSError):
            return self._store.unlogged()
        return []

    def mark_logged(self, key: str) -> None:
        """Note that a change stands in the log."""
        with suppress(OSError):
            self._store.mark_logged(key)

    def _begin_and_release(self) -> None:
        try:
            self.begin()
        finally:
            self._beginning.release()

    @contextmanager
    def _working(self) -> Iterator[None]:
        with as_write_failed(self._store.folder), self._locked():
            self._settle()
            yield

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with self._beginning, self._store.lock():
            yield

    def _settle(self) -> None:
        """Finish what another process, or we ourselves, could not; raises WriteFailed."""
        if (unfinished := self._store.unfinished()) is not None:
            recovery = finish(self.folder, self._store, unfinished, self._clock)
            if recovery.trouble:
                raise WriteFailed(str(self.folder), recovery.trouble)

    def _carry_out(
        self,
        unfinished: UnfinishedChange,
        before: Manifest,
        change: Callable[[], object],
        progress: ProgressCallback,
        left: tuple[str, ...] = (),
    ) -> CommittedChange:
        self._store.begin(unfinished)
        try:
            change()
        except Exception:
            now = self.capture().files
            if not unfinished.steps or (now is not None and not changed_paths(before, now)):
                self._store.drop()
            raise
        after = self.capture()
        try:
            diff = self._library.reload(progress)
        except BylineError:
            if after.files is not None:
                self._take_back(steps_between(after.files, before))
            raise
        return self._conclude(unfinished, after, diff, left)

    def _take_back(self, steps: tuple[UndoStep, ...]) -> None:
        try:
            take_steps(self.folder, steps, self._store.contents)
        except WriteFailed as error:
            # It is ended before the next change.
            _log.warning("A change that can't be served could not be taken back: %r", error)
        else:
            self._store.drop()

    def _serve(
        self, actor: str, serve: Callable[[], ReloadDiff], find_state: Callable[[], CapturedState]
    ) -> CommittedChange:
        """Serve other articles, also where nothing can be kept of it."""
        unfinished = UnfinishedChange(
            new_change(actor, CorpusAction.RELOAD, "", self._clock()), os.getpid()
        )
        with ExitStack() as stack:
            begun = False
            try:
                stack.enter_context(self._locked())
                self._settle()
                state = find_state()
                self._store.begin(unfinished)
                begun = True
            except (OSError, WriteFailed) as error:
                state = CapturedState(None, reason_of(error))
            try:
                diff = serve()
            except Exception:
                if begun:
                    self._store.drop()
                raise
            return self._conclude(unfinished, state, diff)

    def _conclude(
        self,
        unfinished: UnfinishedChange,
        state: CapturedState,
        diff: ReloadDiff,
        left: tuple[str, ...] = (),
    ) -> CommittedChange:
        """Keep what was done; where that fails, it is made up for before the next change."""
        detail = describe_diff(diff) | ({"left": list(left)} if left else {})
        change = replace(unfinished.change, detail=detail)
        if state.files is None:
            return CommittedChange(change, diff, left, state.trouble)
        try:
            change = keep_state(self._store, unfinished, state.files, detail, self._clock())
            self._store.finish(change)
            self._store.prune_contents()
        except OSError as error:
            return CommittedChange(change, diff, left, reason_of(error))
        return CommittedChange(change, diff, left)

    def _record_found(self) -> Manifest:
        """Keep what the folder holds, as a state of its own where somebody changed it."""
        newest = self._store.newest()
        known: Manifest = newest.files if newest else {}
        files = capture(self.folder, known, self._store.contents)
        if newest is None or files != known:
            unfinished = UnfinishedChange(
                new_change("", CorpusAction.FOUND, "", self._clock()), os.getpid()
            )
            detail = describe_files(known, files)
            change = keep_state(self._store, unfinished, files, detail, self._clock())
            if newest is not None and detail:
                self._store.finish(change)
        return files


def change_without_record(
    actor: str, serve: Callable[[], ReloadDiff], clock: Callable[[], float]
) -> CommittedChange:
    """Serve other articles where no state of theirs is kept; `clock` tells unix time."""
    change = new_change(actor, CorpusAction.RELOAD, "", clock())
    diff = serve()
    return CommittedChange(replace(change, detail=describe_diff(diff)), diff)
