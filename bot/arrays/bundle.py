"""Named arrays in one file, which is whole or not there.

It is written aside and renamed, its end last, and every array has a checksum.
"""

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

from bot.arrays.ragged import NamedArrays
from bot.private_files import private_opener

MAGIC = b"BYLINE01"
_FOOTER_BYTES = 24
"""Bytes behind the list of arrays: its length, its checksum, and the magic."""
_ALIGNMENT_BYTES = 64
_CHECK_CHUNK_BYTES = 1 << 20


class CorruptBundle(Exception):
    """A file is no bundle, or not the whole of one."""


@dataclass(frozen=True, slots=True)
class ArrayBundle:
    """Arrays, and what is to be known of them as JSON."""

    arrays: NamedArrays
    metadata: Mapping[str, Any]
    path: Path | None = None
    """The file that they lie in."""

    def __reduce__(self) -> tuple[Any, ...]:
        # To another process goes the file's name alone, not what it holds.
        return (
            (ArrayBundle, (dict(self.arrays), dict(self.metadata)))
            if self.path is None
            else (_map_bundle, (self.path,))
        )


class ArrayBundleWriter:
    """Writes a bundle, each array piece by piece.

    As a context manager it leaves nothing behind when anything fails.

    Raises OSError where the file can't be written.
    """

    def __init__(self, path: Path, metadata: Mapping[str, Any]) -> None:
        self._path, self._temporary_path = path, path.with_name(f"{path.name}.{os.getpid()}.tmp")
        self._metadata = metadata
        self._arrays: dict[str, tuple[str, tuple[int, ...], int, str]] = {}
        self._position = 0
        self._file = open(self._temporary_path, "wb", opener=private_opener)  # noqa: SIM115 - a Path takes no opener

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            try:
                self._finish()
            except BaseException:
                self._discard()
                raise
        else:
            self._discard()

    def write_array(self, name: str, dtype: str, pieces: Any, width: int = 0) -> None:  # noqa: ANN401 - an iterable of arrays, or one array
        """Write an array, given whole or in pieces; with a width, in rows of so many values."""
        start, count, checksum = self._position, 0, xxhash.xxh3_64()
        for piece in [pieces] if isinstance(pieces, np.ndarray) else pieces:
            data = np.ascontiguousarray(piece, dtype=dtype)
            content = data.reshape(-1).view(np.uint8).data
            self._file.write(content)
            checksum.update(content)
            count += data.size
        size = count * np.dtype(dtype).itemsize
        self._file.write(b"\0" * (-size % _ALIGNMENT_BYTES))
        self._position += size + -size % _ALIGNMENT_BYTES
        self._arrays[name] = (
            dtype,
            (count // width, width) if width else (count,),
            start,
            checksum.hexdigest(),
        )

    def _finish(self) -> None:
        listed = json.dumps({"about": self._metadata, "arrays": self._arrays}).encode()
        self._file.write(
            listed + len(listed).to_bytes(8, "little") + xxhash.xxh3_64(listed).digest() + MAGIC
        )
        self._file.close()
        self._temporary_path.replace(self._path)

    def _discard(self) -> None:
        # What is raised already tells more than that the rest can't be written either.
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            self._temporary_path.unlink()


def write_bundle(path: Path, bundle: ArrayBundle) -> None:
    """Write a bundle whole; raises OSError."""
    with ArrayBundleWriter(path, bundle.metadata) as writer:
        for name, values in bundle.arrays.items():
            writer.write_array(
                name, values.dtype.str, values, values.shape[1] if values.ndim > 1 else 0
            )


def open_bundle(path: Path) -> ArrayBundle:
    """Map a bundle into memory, after reading it once to check it.

    Raises CorruptBundle, or OSError where it can't be read.
    """
    with path.open("rb") as file:
        for name, (dtype, shape, start, checksum) in _read_directory(file)["arrays"].items():
            if _checksum(file, start, _size_in_bytes(dtype, shape)) != checksum:
                raise CorruptBundle(f"{path}: {name}")
    return _map_bundle(path)


def _map_bundle(path: Path) -> ArrayBundle:
    with path.open("rb") as file:
        listed = _read_directory(file)
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    arrays = {
        name: _map_array(mapped, dtype, tuple(shape), start)
        for name, (dtype, shape, start, _) in listed["arrays"].items()
    }
    return ArrayBundle(arrays, listed["about"], path)


def _read_directory(file: Any) -> Any:  # noqa: ANN401 - a binary file, and JSON
    size = os.fstat(file.fileno()).st_size
    if size < _FOOTER_BYTES:
        raise CorruptBundle(file.name)
    file.seek(size - _FOOTER_BYTES)
    tail = file.read(_FOOTER_BYTES)
    length = int.from_bytes(tail[:8], "little")
    if tail[16:] != MAGIC or length > size - _FOOTER_BYTES:
        raise CorruptBundle(file.name)
    file.seek(size - _FOOTER_BYTES - length)
    listed = file.read(length)
    if xxhash.xxh3_64(listed).digest() != tail[8:16]:
        raise CorruptBundle(file.name)
    return json.loads(listed)


def _checksum(file: Any, start: int, length: int) -> str:  # noqa: ANN401 - a binary file
    checksum = xxhash.xxh3_64()
    buffer = memoryview(bytearray(_CHECK_CHUNK_BYTES))
    file.seek(start)
    while length > 0 and (read := file.readinto(buffer[: min(_CHECK_CHUNK_BYTES, length)])):
        checksum.update(buffer[:read])
        length -= read
    return checksum.hexdigest()


def _size_in_bytes(dtype: str, shape: list[int]) -> int:
    return int(np.prod(shape, dtype=np.int64)) * np.dtype(dtype).itemsize


def _map_array(mapped: mmap.mmap, dtype: str, shape: tuple[int, ...], start: int) -> NDArray[Any]:
    count = int(np.prod(shape, dtype=np.int64))
    return (
        np.frombuffer(mapped, dtype=dtype, count=count, offset=start).reshape(shape)
        if count
        else np.zeros(shape, dtype)
    )
