"""The gazetteer with every declined name, kept between runs: it takes longer than a question."""

from __future__ import annotations

import os
from contextlib import suppress
from hashlib import blake2b
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import msgspec

from bot.attribution.gazetteer import Gazetteer, OutletSpelling
from bot.attribution.gazetteer_loader import load_gazetteer
from bot.private_files import make_private_folder, private_opener

_SOURCES = (
    "outlets.toml",
    "gazetteer.py",
    "gazetteer_loader.py",
    "outlet_tables.py",
    "inflection.py",
)


class _CachedGazetteer(msgspec.Struct):
    """What a run left behind."""

    key: bytes
    digest: str
    spellings: list[OutletSpelling]


def cached_gazetteer(team_file: Path | None, path: Path) -> Gazetteer:
    """Load the shipped outlets, and a team's own over them, as `load_gazetteer` reads them.

    What was made of the same files before is taken from the file `path`; where that can't be kept,
    it is made anew.
    """
    key = _cache_key(team_file)
    with suppress(OSError, msgspec.MsgspecError):
        cached = msgspec.msgpack.decode(path.read_bytes(), type=_CachedGazetteer)
        if cached.key == key:
            return Gazetteer.from_cache(cached.spellings, cached.digest)
    made = load_gazetteer(team_file)
    with suppress(OSError):
        make_private_folder(path.parent)
        temporary_path = path.with_name(f"{path.name}.{os.getpid()}.new")
        try:
            with open(temporary_path, "wb", opener=private_opener) as file:
                file.write(
                    msgspec.msgpack.encode(_CachedGazetteer(key, made.digest, list(made.spellings)))
                )
            temporary_path.replace(path)
        finally:
            temporary_path.unlink(missing_ok=True)
    return made


def _cache_key(team_file: Path | None) -> bytes:
    """Return what stands for everything that the gazetteer is made from."""
    package = resources.files("bot.attribution")
    digest = blake2b(digest_size=16)
    for source in (
        *map(package.joinpath, _SOURCES),
        *sorted(package.joinpath("declension").iterdir(), key=_name),
    ):
        if source.is_file():
            digest.update(source.read_bytes())
    if team_file is not None:
        with suppress(OSError):
            digest.update(b"\0team\0" + team_file.read_bytes())
    return digest.digest()


def _name(entry: Traversable) -> str:
    return entry.name
