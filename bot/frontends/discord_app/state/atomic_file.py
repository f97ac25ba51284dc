"""Small files of our own, written whole or not at all: a crash leaves the old one or the new one."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from bot.private_files import make_private_folder


def write_atomically(file: Path, text: str) -> None:
    """Write a file in place of an older one. Raises OSError."""
    make_private_folder(file.parent)
    handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=file.name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        Path(temporary).replace(file)
    except OSError:
        with suppress(OSError):
            Path(temporary).unlink()
        raise
