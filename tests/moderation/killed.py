"""Processes that change a corpus until they are killed, and a look at what each has left.

python -m tests.moderation.killed FOLDER KILLS
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import select
import signal
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from bot.errors import NothingToUndo
from bot.library import Library
from bot.moderation.audit_writer import AuditWriter
from bot.moderation.manifest import capture
from bot.moderation.recovery import recover
from bot.moderation.revision_store import RevisionStore
from bot.moderation.revisions import Revisions
from bot.private_files import write_whole
from bot.snapshot_builder import SnapshotBuilder
from bot.store.store import Store
from tests.conftest import ATTRIBUTOR

NAMES = ("boat", "kite", "oar", "pier")
MAX_SECONDS = 0.6
"""Seconds after its start up to which a process is killed."""
PATIENCE_SECONDS = 120.0
_WHOLE = re.compile(r"Race (\d+) was rowed\. .* End \1\.", re.DOTALL)


def text(number: int) -> str:
    """What a file holds; whole, it ends with the number that it begins with."""
    return f"Race {number} was rowed. " + "The harbour of Sollen was full. " * 40 + f"End {number}."


class Bot:
    """What a bot has of its corpus from its start on."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "corpus"
        self.states = RevisionStore.for_folder(root / "data", self.folder)
        self.recovery = recover(self.folder, self.states, time.time)
        build = SnapshotBuilder(self.folder, ATTRIBUTOR, 0.4, root / "data").build
        self.library = Library(build, may_be_empty=True)
        self.revisions = Revisions(self.folder, self.states, self.library, time.time)
        self.revisions.begin()
        self.store = Store.open(root / "data" / "store.db", time.time)
        self.audit = AuditWriter(lambda: self.store, self.revisions)


async def work(root: Path, chance: random.Random, told: int) -> None:
    """Change the corpus for ever, telling each change that is done and logged."""
    bot = Bot(root)
    await bot.audit.write()
    os.write(told, b"ready\n")
    while True:
        done = _change(bot, chance)
        if done and await bot.audit.write():
            os.write(told, f"{done}\n".encode())


def _change(bot: Bot, chance: random.Random) -> str:
    """Do something to the corpus; returns the key of the change, empty where there was none."""
    kind = chance.random()
    if kind < 0.4:
        try:
            return bot.revisions.undo("1", bot.revisions.plan_undo()).change.key
        except NothingToUndo:
            return ""
    if kind < 0.7:
        return bot.revisions.commit("2", "edit", "x", _random_change(bot, chance)).change.key
    for _ in range(chance.randint(1, 3)):
        # Somebody at the disk writes elsewhere what is moved there.
        _random_change(bot, chance, move=True)()
    return bot.revisions.reload("3").change.key


def _random_change(bot: Bot, chance: random.Random, *, move: bool = False) -> Callable[[], object]:
    file = bot.folder / f"{chance.choice(NAMES)}.md"
    content = text(chance.randint(0, 10**9)).encode()
    if chance.random() < 0.3:
        return lambda: file.unlink(missing_ok=True)
    if not move:
        return lambda: write_whole(file, content)
    aside = bot.folder.parent / "written"

    def change() -> None:
        aside.write_bytes(content)
        aside.replace(file)

    return change


def kill_one(root: Path, seed: int, chance: random.Random) -> set[str]:
    """Start a process and kill it at some moment; returns the changes that it told of."""
    reads, writes = os.pipe()
    process = os.fork()
    if not process:
        os.close(reads)
        asyncio.run(work(root, random.Random(seed), writes))  # noqa: S311 - the same for the same seed
        os._exit(1)
    os.close(writes)
    with os.fdopen(reads, "rb") as told:
        if chance.random() < 0.8:
            # Else it may be killed while it starts.
            assert select.select([told], [], [], PATIENCE_SECONDS)[0]
        time.sleep(chance.random() * MAX_SECONDS)
        os.kill(process, signal.SIGKILL)
        _, status = os.waitpid(process, 0)
        assert os.WIFSIGNALED(status), "it ended by itself"
        return set(told.read().decode().split()) - {"ready"}


async def check(root: Path, acknowledged: set[str]) -> bool:
    """Start again and see that all is well; returns whether something had to be finished."""
    bot = Bot(root)
    with closing(bot.store):
        assert await bot.audit.write()
        entries = await bot.store.audit.entries(limit=100_000)
    for file in bot.folder.iterdir():
        assert re.fullmatch(r"\w+\.md", file.name), file
        assert _WHOLE.fullmatch(file.read_text("utf-8")), file
    assert bot.states.unfinished() is None
    assert bot.states.unlogged() == []
    newest = bot.states.newest()
    assert newest is not None
    found = capture(bot.folder, {}, bot.states.contents)
    assert {path: file.digest for path, file in found.items()} == {
        path: file.digest for path, file in newest.files.items()
    }
    keys = [str(entry.detail["key"]) for entry in entries]
    assert len(set(keys)) == len(keys), "an entry stands twice"
    assert acknowledged <= set(keys), "an entry is lost"
    states = [bot.states.revision(number) for number in bot.states.revisions()]
    logged = {entry.snapshot_after for entry in entries}
    assert all(state.number in logged for state in states if state and state.number > 1)
    assert all(bot.states.contents.read(file.digest) for file in newest.files.values())
    return bot.recovery is not None


def main(root: Path, kills: int) -> None:
    """Kill so many processes one after the other, and look at what each has left."""
    chance, finished, acknowledged = random.Random(16), 0, set[str]()  # noqa: S311 - a seed
    for seed in range(kills):
        acknowledged |= kill_one(root, seed, chance)
        finished += asyncio.run(check(root, acknowledged))
    sys.stdout.write(f"{kills} killed, {finished} finished, {len(acknowledged)} changes\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
