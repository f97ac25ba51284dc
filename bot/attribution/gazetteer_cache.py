"""The gazetteer with every declined name, kept between runs: to make it takes longer than a question."""

from __future__ import annotations

import os
from contextlib import suppress
from hashlib import blake2b
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import msgspec

from bot.attribution.gazetteer import Gazetteer, Spelling, load_gazetteer
from bot.private_files import private_folder, private_opener

_SOURCES = ("outlets.toml", "gazetteer.py", "outlet_tables.py", "declined.py")


class _Kept(msgspec.Struct):
    """What a run left behind."""

    key: bytes
    digest: str
    spellings: list[Spelling]


def cached_gazetteer(team_file: Path | None, place: Path) -> Gazetteer:
    """The outlets that come with the bot, and a team's own over them, as `load_gazetteer` reads them.

    What was made of the same files before is taken from the file `place`; where it can't be kept there, it is made anew.
    """
    key = _key(team_file)
    with suppress(OSError, msgspec.MsgspecError):
        kept = msgspec.msgpack.decode(place.read_bytes(), type=_Kept)
        if kept.key == key:
            return Gazetteer.made_before(kept.spellings, kept.digest)
    made = load_gazetteer(team_file)
    with suppress(OSError):
        private_folder(place.parent)
        aside = place.with_name(f"{place.name}.{os.getpid()}.new")
        try:
            with open(aside, "wb", opener=private_opener) as file:
                file.write(msgspec.msgpack.encode(_Kept(key, made.digest, list(made.spellings))))
            aside.replace(place)
        finally:
            aside.unlink(missing_ok=True)
    return made


def _key(team_file: Path | None) -> bytes:
    """What stands for everything that the gazetteer is made from."""
    package = resources.files("bot.attribution")
    found = blake2b(digest_size=16)
    for source in (*map(package.joinpath, _SOURCES), *sorted(package.joinpath("declension").iterdir(), key=_name)):
        if source.is_file():
            found.update(source.read_bytes())
    if team_file is not None:
        with suppress(OSError):
            found.update(b"\0team\0" + team_file.read_bytes())
    return found.digest()


def _name(entry: Traversable) -> str:
    return entry.name
