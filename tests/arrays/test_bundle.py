"""A bundle is whole, or not there."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.arrays.bundle import (
    ArrayBundle,
    ArrayBundleWriter,
    CorruptBundle,
    open_bundle,
    write_bundle,
)

ARRAYS = {
    "numbers": np.arange(100, dtype=np.int64),
    "pairs": np.arange(20, dtype=np.int32).reshape(10, 2),
    "nothing": np.zeros(0, np.float32),
    "no rows": np.zeros((0, 3), np.uint8),
}


@pytest.fixture
def written(tmp_path: Path) -> Path:
    write_bundle(tmp_path / "bundle", ArrayBundle(ARRAYS, {"told": ["a", 1]}))
    return tmp_path / "bundle"


def same(found: ArrayBundle) -> None:
    assert found.metadata == {"told": ["a", 1]}
    assert set(found.arrays) == set(ARRAYS)
    for name, values in ARRAYS.items():
        assert found.arrays[name].dtype == values.dtype
        assert found.arrays[name].shape == values.shape
        assert found.arrays[name].tolist() == values.tolist()


def test_what_is_written_comes_back(written: Path) -> None:
    same(open_bundle(written))
    same(pickle.loads(pickle.dumps(open_bundle(written))))  # noqa: S301 - our own
    assert len(pickle.dumps(open_bundle(written))) < written.stat().st_size
    same(pickle.loads(pickle.dumps(ArrayBundle(ARRAYS, {"told": ["a", 1]}))))  # noqa: S301 - our own


def test_pieces_make_one_array(tmp_path: Path) -> None:
    with ArrayBundleWriter(tmp_path / "bundle", {}) as writer:
        writer.write_array("numbers", "<i4", (np.arange(start, start + 3) for start in (0, 3, 6)))
        writer.write_array("pairs", "<i4", iter([np.ones((2, 2)), np.zeros((1, 2))]), 2)
    arrays = open_bundle(tmp_path / "bundle").arrays
    assert arrays["numbers"].tolist() == list(range(9))
    assert arrays["pairs"].tolist() == [[1, 1], [1, 1], [0, 0]]


@given(where=st.floats(0, 0.999), bit=st.integers(0, 7))
def test_no_other_bit_goes_unseen(
    tmp_path_factory: pytest.TempPathFactory, where: float, bit: int
) -> None:
    place = tmp_path_factory.mktemp("torn") / "bundle"
    write_bundle(place, ArrayBundle(ARRAYS, {"told": ["a", 1]}))
    content = bytearray(place.read_bytes())
    at = int(where * len(content))
    content[at] ^= 1 << bit
    place.write_bytes(content)
    try:
        found = open_bundle(place)
    except CorruptBundle:
        return
    # Between the arrays lie bytes that mean nothing.
    same(found)


@pytest.mark.parametrize("length", [0, 1, 23, 24, 64, -1, -24])
def test_a_file_cut_short_is_torn(written: Path, length: int) -> None:
    content = written.read_bytes()
    written.write_bytes(content[:length])
    with pytest.raises(CorruptBundle):
        open_bundle(written)


def test_what_fails_leaves_the_old_one_and_nothing_else(written: Path) -> None:
    with pytest.raises(ZeroDivisionError), ArrayBundleWriter(written, {}) as writer:
        writer.write_array("numbers", "<i4", (np.arange(1 // number) for number in (1, 0)))
    same(open_bundle(written))
    assert [file.name for file in written.parent.iterdir()] == ["bundle"]
