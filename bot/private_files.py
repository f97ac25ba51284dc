"""Files and folders that only the account which runs the bot can read, whatever its umask is."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

FILE, FOLDER = 0o600, 0o700


def private_folder(folder: Path) -> None:
    """Make a folder, and the folders above it that are missing.

    Raises OSError.
    """
    if not folder.parent.exists():
        private_folder(folder.parent)
    folder.mkdir(mode=FOLDER, exist_ok=True)


def private_file(file: Path) -> None:
    """Make an empty file where there is none.

    Raises OSError.
    """
    os.close(private_opener(str(file), os.O_RDONLY | os.O_CREAT))


def private_opener(file: str, flags: int) -> int:
    """Open a file as the `opener` of `open` does."""
    return os.open(file, flags, FILE)


def make_private(folder: Path, patterns: tuple[str, ...]) -> list[Path]:
    """Close to others a folder, and what in it fits one of the patterns, folders with all they hold.

    Links are not followed. Returns what stays open, because it belongs to another account.
    """
    if not folder.is_dir():
        return []
    found = [found for pattern in patterns for top in folder.glob(pattern) for found in _below(top)]
    return [one for one in (folder, *found) if not _close(one)]


def _below(top: Path) -> Iterator[Path]:
    if top.is_symlink():
        return
    yield top
    for above, folders, files in os.walk(top):
        yield from (one for name in (*folders, *files) if not (one := Path(above, name)).is_symlink())


def _close(one: Path) -> bool:
    """Whether nobody else can read it by now."""
    try:
        mode = one.stat().st_mode
        wanted = FOLDER if stat.S_ISDIR(mode) else FILE
        if stat.S_IMODE(mode) != wanted:
            one.chmod(wanted)
    except FileNotFoundError:
        # Whoever works beside us has put it away.
        return True
    except PermissionError:
        return False
    return True
