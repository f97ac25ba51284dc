"""What stands for the rules by which articles are read, so that nothing is kept that other rules computed."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from importlib import metadata, resources
from importlib.resources.abc import Traversable

_PACKAGES = ("answering", "attribution", "indexing", "arrays", "corpus", "index", "text")
_LIBRARIES = ("ahocorasick-rs", "marisa-trie", "numpy", "PyStemmer", "simplemma")


def analysis_fingerprint(*inputs: str) -> str:
    """A digest of the program's own text where it reads, of the libraries that it reads with, and of whatever else decides."""
    digest = blake2b(bytes.fromhex(program_digest()), digest_size=16)
    for text in inputs:
        digest.update(text.encode() + b"\0")
    return digest.hexdigest()


@cache
def program_digest() -> str:
    """The same without what else decides."""
    digest = blake2b(resources.files("bot").joinpath("model.py").read_bytes())
    for room in _PACKAGES:
        for content in _file_contents(resources.files("bot").joinpath(room)):
            digest.update(content)
    for library in _LIBRARIES:
        digest.update(metadata.version(library).encode() + b"\0")
    return digest.hexdigest()


def _file_contents(folder: Traversable) -> list[bytes]:
    found = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            found += _file_contents(entry)
        elif entry.name.endswith((".py", ".toml", ".txt")):
            found.append(entry.read_bytes())
    return found
