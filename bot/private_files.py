"""Files written whole or not at all, and files and folders that only our own account can read."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

FILE_MODE, FOLDER_MODE = 0o600, 0o700


def make_private_folder(folder: Path) -> None:
    """Make a folder, and the folders above it that are missing.

    Raises OSError.
    """
    if not folder.parent.exists():
        make_private_folder(folder.parent)
    folder.mkdir(mode=FOLDER_MODE, exist_ok=True)


def make_private_file(file: Path) -> None:
    """Make an empty file where there is none.

    Raises OSError.
    """
    os.close(private_opener(str(file), os.O_RDONLY | os.O_CREAT))


def private_opener(file: str, flags: int) -> int:
    """Open a file as the `opener` of `open` does."""
    return os.open(file, flags, FILE_MODE)


def write_whole(
    file: Path,
    content: bytes,
    opener: Callable[[str, int], int] | None = None,
    *,
    durable: bool = True,
) -> None:
    """Write a file so that a crash leaves the old one or the new one, never half.

    `opener` decides who may read it, as that of `open`. What is not `durable` may be half after
    the whole machine stopped: for what is checked when it is read. Raises OSError, and ValueError
    where the path names no file.
    """
    # Each process has a name of its own, so that none puts in place what another still writes.
    aside = file.with_name(f"{file.name}.{os.getpid()}.new")
    try:
        with open(aside, "wb", opener=opener) as out:
            out.write(content)
            out.flush()
            if durable:
                os.fsync(out.fileno())
        aside.replace(file)
    finally:
        aside.unlink(missing_ok=True)


def restrict_access(folder: Path, patterns: tuple[str, ...]) -> list[Path]:
    """Close a folder to others, and what in it fits a pattern, folders with all they hold.

    Links are not followed. Returns what stays open, because it belongs to another account.
    """
    if not folder.is_dir():
        return []
    found = [
        found for pattern in patterns for match in folder.glob(pattern) for found in _walk(match)
    ]
    return [item for item in (folder, *found) if not _restrict(item)]


def _walk(top: Path) -> Iterator[Path]:
    if top.is_symlink():
        return
    yield top
    for above, folders, files in os.walk(top):
        yield from (
            item for name in (*folders, *files) if not (item := Path(above, name)).is_symlink()
        )


def _restrict(path: Path) -> bool:
    """Tell whether nobody else can read it by now."""
    try:
        mode = path.stat().st_mode
        wanted = FOLDER_MODE if stat.S_ISDIR(mode) else FILE_MODE
        if stat.S_IMODE(mode) != wanted:
            path.chmod(wanted)
    except FileNotFoundError:
        # Whoever works beside us has put it away.
        return True
    except PermissionError:
        return False
    return True
