"""Whatever is kept, and however it was come by, what is served is the same."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.arrays.bundle import ArrayBundle
from bot.attribution.attribution_store import AttributionStore
from bot.attribution.attributor import Attributor
from bot.attribution.discovered_outlets import DiscoveredOutlets
from bot.attribution.gazetteer_loader import load_gazetteer
from bot.corpus.corpus import Corpus
from bot.corpus.folder import list_article_files
from bot.index.engines import SPARSE
from bot.indexing.background_build import build_in_subprocess
from bot.indexing.pipeline import BuildConfig, BuildResult, build, ignore_progress
from bot.indexing.tasks import process_files
from tests.conftest import ATTRIBUTOR

TEXTS = [
    "The ferry of Sollen sank on 4 May. Reuters reported that nobody drowned.",
    "Паром затонув 4 травня, повідомляє Укрінформ.",
    "A quay was built.\n\nIt cost $4 million, the mayor told the BBC.",
    "# Harbour\n\nThe newspaper Ostrava Beacon reports that the dam held.\n\n## Later\n\nMore of it.",
    "Ostrava Beacon writes that the dam broke. The mast is tall.",
    "Die Fähre sank am 4. Mai in Kiel, berichtet die dpa.",
]


def write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "corpus", {f"{number}.md": text for number, text in enumerate(TEXTS)})
    return tmp_path / "corpus"


def plan(folder: Path, data: Path | None = None) -> BuildConfig:
    return BuildConfig(folder, data, ATTRIBUTOR, SPARSE, 1)


def same(one: ArrayBundle, other: ArrayBundle) -> None:
    assert set(one.arrays) == set(other.arrays)
    for name, values in one.arrays.items():
        assert values.dtype == other.arrays[name].dtype, name
        assert values.tolist() == other.arrays[name].tolist(), name
    for key in ("languages", "outlets", "uncatalogued", "presented", "faults"):
        assert one.metadata[key] == other.metadata[key], key


def fresh(folder: Path) -> BuildResult:
    return build(plan(folder), ignore_progress)


class Counted:
    """How many articles were left to work out, each time that something was built."""

    def __init__(self) -> None:
        self.left: list[int] = []
        self._at_first = True

    def __call__(self, done: int, whole: int) -> None:
        if self._at_first:
            self.left.append(whole - done)
        self._at_first = done == whole


def test_the_kept_is_the_fresh(folder: Path, tmp_path: Path) -> None:
    kept = plan(folder, tmp_path / "data")
    counted = Counted()
    first = build(kept, counted)
    same(first.bundle, fresh(folder).bundle)
    again = build(kept, counted)
    same(again.bundle, first.bundle)
    assert counted.left == [len(TEXTS)]
    assert not first.report.cache_error


CHANGES = st.lists(
    st.tuples(st.integers(0, 7), st.sampled_from([None, *TEXTS])), min_size=1, max_size=4
)


@settings(max_examples=15)
@given(rounds=st.lists(CHANGES, min_size=1, max_size=3))
def test_what_changed_is_mended_into_what_all_anew_would_give(
    tmp_path_factory: pytest.TempPathFactory, rounds: list[list[tuple[int, str | None]]]
) -> None:
    place = tmp_path_factory.mktemp("changing")
    write(place / "corpus", {f"{number}.md": text for number, text in enumerate(TEXTS)})
    kept = plan(place / "corpus", place / "data")
    build(kept, ignore_progress)
    for changes in rounds:
        for number, text in changes:
            if text is None:
                (place / "corpus" / f"{number}.md").unlink(missing_ok=True)
            else:
                write(place / "corpus", {f"{number}.md": text})
        same(build(kept, ignore_progress).bundle, fresh(place / "corpus").bundle)


def test_only_what_changed_is_worked_out(folder: Path, tmp_path: Path) -> None:
    kept, counted = plan(folder, tmp_path / "data"), Counted()
    build(kept, counted)
    write(folder, {"0.md": "The ferry of Sollen was raised.", "new.txt": "A lamp burns."})
    build(kept, counted)
    assert counted.left == [len(TEXTS), 2]


def cited(built: BuildResult, article: str) -> list[str | None]:
    corpus, attributions = (
        Corpus(built.bundle.arrays),
        AttributionStore(built.bundle.arrays, built.bundle.metadata),
    )
    number = corpus.find_article(article)
    assert number is not None
    return [
        citation.outlet
        for passage in corpus.passages_of(number)
        for citation in attributions[passage].citations
    ]


def test_what_one_article_presents_counts_in_all_others_as_long_as_it_stands(
    folder: Path, tmp_path: Path
) -> None:
    kept = plan(folder, tmp_path / "data")
    assert cited(build(kept, ignore_progress), "4") == ["Ostrava Beacon"]
    (folder / "3.md").rename(tmp_path / "aside")
    assert cited(build(kept, ignore_progress), "4") == []
    (tmp_path / "aside").rename(folder / "3.md")
    assert cited(build(kept, ignore_progress), "4") == ["Ostrava Beacon"]


def test_a_change_that_leaves_size_and_time_of_a_file_is_seen(folder: Path, tmp_path: Path) -> None:
    kept = plan(folder, tmp_path / "data")
    old = Path(folder / "0.md").stat()
    build(kept, ignore_progress)
    write(folder, {"0.md": TEXTS[0].replace("sank", "swam")})
    os.utime(folder / "0.md", ns=(old.st_atime_ns, old.st_mtime_ns))
    same(build(kept, ignore_progress).bundle, fresh(folder).bundle)


def kept_files(data: Path) -> list[Path]:
    return sorted(file for file in data.rglob("*") if file.is_file() and file.name != "lock")


@pytest.mark.parametrize("harm", ["cut", "flip", "empty", "gone", "swap"])
def test_harmed_files_are_never_served(folder: Path, tmp_path: Path, harm: str) -> None:
    kept = plan(folder, tmp_path / "data")
    build(kept, ignore_progress)
    for number, file in enumerate(kept_files(tmp_path / "data")):
        content = file.read_bytes()
        match harm:
            case "cut":
                file.write_bytes(content[: len(content) // 2])
            case "flip":
                file.write_bytes(content[:70] + bytes([content[70] ^ 255]) + content[71:])
            case "empty":
                file.write_bytes(b"")
            case "gone":
                file.unlink()
            case "swap":
                file.write_bytes(kept_files(tmp_path / "data")[number - 1].read_bytes())
        same(build(kept, ignore_progress).bundle, fresh(folder).bundle)
        assert file.exists()


def test_what_other_rules_computed_is_not_taken(folder: Path, tmp_path: Path) -> None:
    counted = Counted()
    build(plan(folder, tmp_path / "data"), counted)
    (tmp_path / "outlets.toml").write_text(
        '[newspaper]\nlamp = { name = "The Lamp Post" }\n', encoding="utf-8"
    )
    build(
        replace(
            plan(folder, tmp_path / "data"),
            attributor=Attributor(load_gazetteer(tmp_path / "outlets.toml")),
        ),
        counted,
    )
    assert counted.left == [len(TEXTS)] * 2


def test_faults_are_told_again_at_every_start(folder: Path, tmp_path: Path) -> None:
    (folder / "bad.md").write_bytes(b"\xff")
    (folder / "1.txt").write_text("the same again", encoding="utf-8")
    kept = plan(folder, tmp_path / "data")
    found = [
        [
            (Path(fault.path).name, fault.kind.value)
            for fault in build(kept, ignore_progress).report.faults
        ]
        for _ in range(2)
    ]
    assert found == [[("1.txt", "duplicate"), ("bad.md", "not utf-8")]] * 2


def test_where_nothing_can_be_kept_all_is_served_all_the_same(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file, no folder", encoding="utf-8")
    found = build(plan(folder, tmp_path / "data"), ignore_progress)
    assert found.report.cache_error == "Not a directory"
    same(found.bundle, fresh(folder).bundle)


@pytest.fixture
def _article_by_article(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.indexing.parallel_tasks.BATCH_BYTES", 1)


@pytest.mark.usefixtures("_article_by_article")
def test_what_is_done_before_an_interruption_is_not_done_again(tmp_path: Path) -> None:
    write(
        tmp_path / "corpus",
        {f"{number}.txt": f"Article {number} says more." for number in range(8)},
    )
    kept, counted = plan(tmp_path / "corpus", tmp_path / "data"), Counted()

    def stop(done: int, _: int) -> None:
        if done >= 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(kept, stop)
    built = build(kept, counted)
    assert 0 < counted.left[0] <= 3
    same(built.bundle, fresh(tmp_path / "corpus").bundle)
    assert [
        file.parent.parent.name for file in kept_files(tmp_path / "data") if file.suffix == ".set"
    ] == []


def test_a_build_apart_is_the_same(folder: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    found = build_in_subprocess(
        plan(folder, tmp_path / "data"), lambda done, whole: told.append((done, whole))
    )
    same(found.bundle, fresh(folder).bundle)
    assert told[0] == (0, len(TEXTS))
    assert told[-1] == (len(TEXTS), len(TEXTS))
    shutil.rmtree(tmp_path / "data")
    (tmp_path / "data").write_text("", encoding="utf-8")
    same(build_in_subprocess(plan(folder, tmp_path / "data"), ignore_progress).bundle, found.bundle)


@pytest.mark.usefixtures("_article_by_article")
def test_several_processes_make_what_one_would(tmp_path: Path) -> None:
    write(tmp_path / "corpus", {f"{number}.txt": text for number, text in enumerate(TEXTS)})
    same(
        build(
            replace(plan(tmp_path / "corpus", tmp_path / "data"), workers=2), ignore_progress
        ).bundle,
        fresh(tmp_path / "corpus").bundle,
    )


def test_what_is_worked_out_holds_no_cycles(folder: Path) -> None:
    """Workers don't look for any: what held some would stay in their memory."""
    files = list_article_files(folder).files
    process_files(files, ATTRIBUTOR, DiscoveredOutlets())
    gc.collect()
    gc.disable()
    try:
        process_files(files, ATTRIBUTOR, DiscoveredOutlets())
        assert gc.collect() == 0
    finally:
        gc.enable()
