"""The files of a folder of articles, and what stands for the content of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path

from bot.arrays.bundle import ArrayBundle
from bot.corpus.folder import ArticleFile, FolderListing, list_article_files, relative_path
from bot.corpus.loader import read_file_bytes, sorted_faults
from bot.errors import Fault, FaultKind, LoadReport
from bot.indexing.cache import FileStates
from bot.indexing.tasks import UNREAD_KEY, content_key


@dataclass(frozen=True, slots=True)
class FolderState:
    """A folder as it is found."""

    folder: Path
    fingerprint: str
    """Stands for the rules by which the files are read."""
    listing: FolderListing
    keys: list[bytes]
    """Stand for the content of each file; set anew where it is another by the time it is read."""

    @staticmethod
    def read(folder: Path, fingerprint: str, known: FileStates) -> FolderState:
        """List a folder, and read those of its files that look otherwise than they are `known`."""
        listing = list_article_files(folder)
        return FolderState(folder, fingerprint, listing, _content_keys(listing.files, known))

    @property
    def file_states(self) -> FileStates:
        """How the files look, with the keys of their content."""
        pairs = zip(self.listing.files, self.keys, strict=True)
        return {file.path: (file.stat_signature, key) for file, key in pairs}

    @property
    def index_version(self) -> str:
        """Stands for all that decides what an index holds, but for the index before it."""
        digest = blake2b(self.fingerprint.encode(), digest_size=16)
        for file, key in zip(self.listing.files, self.keys, strict=True):
            digest.update(key if key != UNREAD_KEY else file.path.encode() + b"\0")
        for path in self.fault_paths(self.listing.faults):
            digest.update(path.encode() + b"\0")
        return digest.hexdigest()

    def faults(self, bundle: ArrayBundle) -> tuple[Fault, ...]:
        """Return what is wrong with the folder, and with the files from which a bundle was made."""
        stored = [
            Fault(**{**item, "kind": FaultKind(item["kind"])}) for item in bundle.metadata["faults"]
        ]
        of_files = [replace(fault, path=str(self.folder / fault.path)) for fault in stored]
        return sorted_faults([*self.listing.faults, *of_files])

    def fault_paths(self, faults: Iterable[Fault]) -> list[str]:
        """Return the paths under the folder that faults are about."""
        return [relative_path(fault.path, self.folder) for fault in faults]


def report_as_of(report: LoadReport, read: Path, folder: Path) -> LoadReport:
    """Return the report on a folder that was read with its files named by the one meant."""
    if read == folder:
        return report

    def named(text: str) -> str:
        return text.replace(str(read), str(folder))

    return replace(
        report,
        faults=tuple(
            replace(fault, path=named(fault.path), detail=named(fault.detail))
            for fault in report.faults
        ),
        kept_paths=frozenset(map(named, report.kept_paths)),
        notices=tuple(replace(notice, path=named(notice.path)) for notice in report.notices),
    )


def _content_keys(files: Sequence[ArticleFile], known: FileStates) -> list[bytes]:
    """Return what stands for each file's path and content."""
    keys = []
    for file in files:
        signature, key = known.get(file.path, ((), b""))
        if signature != file.stat_signature:
            key = content_key(file.path, read_file_bytes(file)[0])
        keys.append(key)
    return keys
