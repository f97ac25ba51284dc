"""Named arrays in one file, which is whole or not there: written aside and renamed, its end written last, every array with a checksum."""

from __future__ import annotations

import json
import mmap
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
import xxhash
from numpy.typing import NDArray

from bot.compact.rows import Arrays
from bot.private_files import private_opener

MAGIC = b"BYLINE01"
_TAIL = 24
"""Bytes behind the list of arrays: its length, its checksum, and the magic."""
_ALIGNED = 64
_PIECE = 1 << 20


class Torn(Exception):
    """A file is no bundle, or not the whole of one."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """Arrays, and what is to be known of them as JSON."""

    arrays: Arrays
    about: Mapping[str, Any]
    path: Path | None = None
    """The file that they lie in."""

    def __reduce__(self) -> tuple[Any, ...]:
        # To another process goes the file's name alone, not what it holds.
        return (Bundle, (dict(self.arrays), dict(self.about))) if self.path is None else (_reopened, (self.path,))


class BundleWriter:
    """Writes a bundle, each array piece by piece; as a context manager it leaves nothing behind when anything fails.

    Raises OSError where the file can't be written.
    """

    def __init__(self, path: Path, about: Mapping[str, Any]) -> None:
        self._path, self._aside = path, path.with_name(f"{path.name}.{os.getpid()}.tmp")
        self._about = about
        self._arrays: dict[str, tuple[str, tuple[int, ...], int, str]] = {}
        self._at = 0
        self._file = open(self._aside, "wb", opener=private_opener)  # noqa: SIM115 - a Path takes no opener

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is None:
            try:
                self._finish()
            except BaseException:
                self._give_up()
                raise
        else:
            self._give_up()

    def array(self, name: str, dtype: str, pieces: Any, width: int = 0) -> None:  # noqa: ANN401 - an iterable of arrays, or one array
        """Write an array, given whole or as an iterable of pieces; with a width, its rows have so many values each."""
        start, count, checksum = self._at, 0, xxhash.xxh3_64()
        for piece in [pieces] if isinstance(pieces, np.ndarray) else pieces:
            data = np.ascontiguousarray(piece, dtype=dtype)
            content = data.reshape(-1).view(np.uint8).data
            self._file.write(content)
            checksum.update(content)
            count += data.size
        size = count * np.dtype(dtype).itemsize
        self._file.write(b"\0" * (-size % _ALIGNED))
        self._at += size + -size % _ALIGNED
        self._arrays[name] = (dtype, (count // width, width) if width else (count,), start, checksum.hexdigest())

    def _finish(self) -> None:
        listed = json.dumps({"about": self._about, "arrays": self._arrays}).encode()
        self._file.write(listed + len(listed).to_bytes(8, "little") + xxhash.xxh3_64(listed).digest() + MAGIC)
        self._file.close()
        self._aside.replace(self._path)

    def _give_up(self) -> None:
        # What is raised already tells more than that the rest can't be written either.
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            self._aside.unlink()


def write_bundle(path: Path, bundle: Bundle) -> None:
    """Write a bundle whole; raises OSError."""
    with BundleWriter(path, bundle.about) as writer:
        for name, values in bundle.arrays.items():
            writer.array(name, values.dtype.str, values, values.shape[1] if values.ndim > 1 else 0)


def open_bundle(path: Path) -> Bundle:
    """Map a bundle into memory, after reading it once to check it; raises Torn, or OSError where it can't be read."""
    with path.open("rb") as file:
        for name, (dtype, shape, start, checksum) in _listed(file)["arrays"].items():
            if _checksum(file, start, _bytes(dtype, shape)) != checksum:
                raise Torn(f"{path}: {name}")
    return _reopened(path)


def _reopened(path: Path) -> Bundle:
    with path.open("rb") as file:
        listed = _listed(file)
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    arrays = {name: _mapped(mapped, dtype, tuple(shape), start) for name, (dtype, shape, start, _) in listed["arrays"].items()}
    return Bundle(arrays, listed["about"], path)


def _listed(file: Any) -> Any:  # noqa: ANN401 - a binary file, and JSON
    size = os.fstat(file.fileno()).st_size
    if size < _TAIL:
        raise Torn(file.name)
    file.seek(size - _TAIL)
    tail = file.read(_TAIL)
    length = int.from_bytes(tail[:8], "little")
    if tail[16:] != MAGIC or length > size - _TAIL:
        raise Torn(file.name)
    file.seek(size - _TAIL - length)
    listed = file.read(length)
    if xxhash.xxh3_64(listed).digest() != tail[8:16]:
        raise Torn(file.name)
    return json.loads(listed)


def _checksum(file: Any, start: int, length: int) -> str:  # noqa: ANN401 - a binary file
    checksum = xxhash.xxh3_64()
    buffer = memoryview(bytearray(_PIECE))
    file.seek(start)
    while length > 0 and (read := file.readinto(buffer[: min(_PIECE, length)])):
        checksum.update(buffer[:read])
        length -= read
    return checksum.hexdigest()


def _bytes(dtype: str, shape: list[int]) -> int:
    return int(np.prod(shape, dtype=np.int64)) * np.dtype(dtype).itemsize


def _mapped(mapped: mmap.mmap, dtype: str, shape: tuple[int, ...], start: int) -> NDArray[Any]:
    count = int(np.prod(shape, dtype=np.int64))
    return np.frombuffer(mapped, dtype=dtype, count=count, offset=start).reshape(shape) if count else np.zeros(shape, dtype)
