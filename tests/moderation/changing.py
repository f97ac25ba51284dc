"""A process that adds, edits, renames and removes articles until it is killed; see `test_killed_changes.py`."""

from __future__ import annotations

import hashlib
import random
import sys
import time
from pathlib import Path

from bot.attribution.attributor import Attributor
from bot.attribution.gazetteer_loader import load_gazetteer
from bot.library import Library
from bot.moderation.article_input import OutsideFile
from bot.moderation.corpus_editor import CorpusEditor
from bot.moderation.pending_changes import PendingChanges
from bot.moderation.recovery import Recovery, recover
from bot.moderation.revision_store import RevisionStore
from bot.moderation.revisions import Revisions
from bot.snapshot_builder import SnapshotBuilder

ATTRIBUTOR = Attributor(load_gazetteer())
PARAGRAPHS = 100
VERSIONS = 3


def content(name: str, version: int) -> bytes:
    """What an article holds: large enough to be caught while it is written."""
    lines = [
        hashlib.sha256(f"{name} {version} {number}".encode()).hexdigest()
        for number in range(PARAGRAPHS)
    ]
    return f"# {name}\n\n{chr(10).join(f'{line}.{chr(10)}' for line in lines)}".encode()


def start(root: Path) -> tuple[CorpusEditor, Revisions, Recovery | None]:
    """What the bot does at its start."""
    folder, store = root / "corpus", RevisionStore(root / "data" / "revisions")
    recovery = recover(folder, store, time.time)
    library = Library(SnapshotBuilder(folder, ATTRIBUTOR, 0.4).build, may_be_empty=True)
    revisions = Revisions(folder, store, library, time.time)
    revisions.begin()
    pending = PendingChanges(root / "data" / "pending", time.time)
    return CorpusEditor(library, revisions, pending), revisions, recovery


def main(root: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a test
    editor, _, _ = start(root)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while True:
        folder = root / "corpus"
        there = sorted(path.stem for path in folder.glob("*.md") if path.stem != "first")
        name = f"a{chance.randrange(10**9)}"
        if len(there) < 4:
            files = [OutsideFile(f"{it}.md", content(it, 0)) for it in (name, f"{name}b")]
            prepared = editor.prepare_new("ana", files)
        else:
            old = chance.choice(there)
            version = chance.randrange(1, VERSIONS)
            new = OutsideFile(f"{old}.md", content(old, version))
            same = (folder / f"{old}.md").read_bytes() == new.content
            prepared = (
                editor.prepare_removal("ana", old)
                if same or chance.random() < 0.6
                else editor.prepare_file_edit("ana", old, new)
            )
        editor.apply("ana", prepared.id)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
