"""All articles in one file to take along."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from bot.moderation.corpus_writer import CorpusWriter
from bot.moderation.refusals import ChangeRefused, Refusal

EXPORT_NAME = "articles.zip"
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The day of every entry: what is the same gives the same file."""


def export_zip(writer: CorpusWriter, paths: Sequence[str], max_bytes: int) -> bytes:
    """Return a zip of some files as they stand there; raises ChangeRefused above `max_bytes`."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in paths:
            entry = zipfile.ZipInfo(path, _EPOCH)
            archive.writestr(entry, writer.read(path), zipfile.ZIP_DEFLATED)
            if packed.tell() > max_bytes:
                # The rest would be for nothing.
                break
    content = packed.getvalue()
    if len(content) > max_bytes:
        raise export_too_large(str(writer.folder), max_bytes)
    return content


def export_too_large(path: str, max_bytes: int) -> ChangeRefused:
    """Return why a file or folder can't be handed out."""
    return ChangeRefused(Refusal.EXPORT_TOO_LARGE, path, str(max_bytes // 1_000_000))
