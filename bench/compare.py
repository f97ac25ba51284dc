"""Compare engines on the same passages and questions, each in a process of its own.

    python -m bench.compare --sizes 1k,10k,100k [--corpus DIR...] [--engines bm25s,byline]
        [--out bench/results]

Writes tables, figures and a picture. Sizes are of made-up news, written once by `bench.corpora`
into --made; --corpus adds labelled folders as `python -m bot eval` takes them.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bench.cell import Measured
from bench.chart import draw
from bench.corpora import write_corpus
from bench.engines import KINDS
from bench.prepared import read_facts
from bench.table import Cell, Results, number, passages_of, tables

SEED = 1
LOOKED_AT = 0.2
"""Seconds between two looks at how much memory a cell takes."""
LATE = 1.1
"""So much of its time a cell may take: it hurries by itself, but can't leave off a build."""
PACKAGES = ("rank-bm25", "bm25s", "numba", "numpy", "tantivy", "xapian-bindings-binary")


def main() -> None:
    """Compare, and write down after every cell what is known by then."""
    given = _arguments()
    machine, corpora, cells = facts_of_machine(), {}, []
    for name, folder in _corpora(given):
        with tempfile.TemporaryDirectory() as temporary:
            _say(f"{name}: analysing")
            subprocess.run([sys.executable, "-m", "bench.prepared", folder, temporary], check=True)  # noqa: S603 - our own module
            corpora[name] = read_facts(Path(temporary))
            for engine in given.engines:
                _say(f"{name}: {engine}", end=" ")
                cells.append(
                    cell(
                        engine, name, [str(folder), temporary], given.minutes * 60, given.gigabytes
                    )
                )
                _say(_short(cells[-1]))
                write(Results(machine, corpora, cells), given.out)
    sys.stdout.write((given.out / "table.md").read_text(encoding="utf-8"))


def cell(engine: str, corpus: str, folders: list[str], seconds: float, gigabytes: float) -> Cell:
    """Measure one engine on one corpus, or find out why that can't be."""
    command = [sys.executable, "-m", "bench.cell", engine, *folders, str(seconds)]
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as said,
        tempfile.TemporaryFile("w+", encoding="utf-8") as wrong,
    ):
        process = subprocess.Popen(command, stdout=said, stderr=wrong)  # noqa: S603 - our own module
        over = _watch(process, time.monotonic() + seconds * LATE, gigabytes)
        said.seek(0)
        wrong.seek(0)
        if over or process.returncode:
            lines = wrong.read().strip().splitlines()
            return Cell(
                engine,
                corpus,
                None,
                over or f"failed: {lines[-1] if lines else process.returncode}",
            )
        found = json.loads(said.read())
    return (
        Cell(engine, corpus, None, f"not installed: {found['missing']}")
        if "missing" in found
        else Cell(engine, corpus, Measured(**found))
    )


def _watch(process: subprocess.Popen[bytes], end: float, gigabytes: float) -> str:
    """Wait for a process; returns which limit it had to be stopped at, if any."""
    try:
        while process.poll() is None:
            resident = _resident(process.pid)
            if time.monotonic() > end or resident > gigabytes * 1e9:
                return (
                    f"over {gigabytes:g} GB"
                    if resident > gigabytes * 1e9
                    else "over the time limit"
                )
            time.sleep(LOOKED_AT)
    finally:
        process.kill()
        process.wait()
    return ""


def _resident(pid: int) -> int:
    """How many bytes of a process are in memory, where Linux tells it."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * os.sysconf(
            "SC_PAGE_SIZE"
        )
    except (OSError, IndexError):
        return 0


def facts_of_machine() -> Mapping[str, str]:
    """What the figures depend on besides the engines, and the versions of these."""
    try:
        found = re.search(
            r"^model name\s*:\s*(.*)$",
            Path("/proc/cpuinfo").read_text(encoding="utf-8"),
            re.MULTILINE,
        )
    except OSError:
        found = None
    facts = {
        "cores": str(os.cpu_count()),
        "processor": found[1] if found else platform.machine(),
        "memory": f"{os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 1e9:.0f} GB",
        "load at the start": f"{os.getloadavg()[0]:.1f}",
        "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version,
    }
    for package in PACKAGES:
        try:
            facts[package] = version(package)
        except PackageNotFoundError:
            continue
    return facts


def write(results: Results, out: Path) -> None:
    """The tables, everything as JSON, and the picture."""
    out.mkdir(parents=True, exist_ok=True)
    (out / "table.md").write_text(tables(results), encoding="utf-8")
    (out / "results.json").write_text(
        json.dumps(asdict(results), indent=1) + "\n", encoding="utf-8"
    )
    (out / "compared.svg").write_bytes(draw(results, "svg"))


def _corpora(given: argparse.Namespace) -> Iterator[tuple[str, Path]]:
    for folder in given.corpus:
        yield folder.name, folder
    for size in given.sizes:
        folder = given.made / size
        if not folder.exists():
            _say(f"{size}: writing {folder}")
            write_corpus(folder, passages_of(size), SEED)
        yield size, folder


def _short(cell: Cell) -> str:
    found = cell.measured
    if found is None:
        return cell.why
    return (
        f"built in {number(found.build_seconds)} s, {number(found.memory, 1e-6)} MB, "
        f"p50 {number(found.p50, 1e3)} ms, p99 {number(found.p99, 1e3)} ms"
    )


def _say(text: str, end: str = "\n") -> None:
    print(text, end=end, file=sys.stderr, flush=True)


def _arguments() -> argparse.Namespace:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--sizes", type=_sizes, default=[], help="with commas: 1k,10k,100k,1M")
    arguments.add_argument(
        "--corpus",
        nargs="*",
        type=Path,
        default=[],
        metavar="DIR",
        help="labelled folders, with corpus/ and questions.jsonl",
    )
    arguments.add_argument(
        "--engines",
        type=_engines,
        default=list(KINDS),
        help=f"with commas; all of them: {','.join(KINDS)}",
    )
    arguments.add_argument(
        "--made",
        type=Path,
        default=Path("data/bench"),
        help="where made-up news is kept, a folder a size",
    )
    arguments.add_argument("--out", type=Path, default=Path("bench/results"))
    arguments.add_argument(
        "--minutes", type=float, default=10, help="the most that one engine may take on one corpus"
    )
    arguments.add_argument(
        "--gigabytes", type=float, default=12, help="the most memory that one engine may take"
    )
    given = arguments.parse_args()
    if not given.sizes and not given.corpus:
        arguments.error("neither --sizes nor --corpus: nothing to compare on")
    return given


def _sizes(text: str) -> list[str]:
    sizes = text.split(",")
    for size in sizes:
        passages_of(size)
    return sizes


def _engines(text: str) -> list[str]:
    names = text.split(",")
    if unknown := [name for name in names if name not in KINDS]:
        raise argparse.ArgumentTypeError(
            f"no engine {', '.join(unknown)}; there are {', '.join(KINDS)}"
        )
    return names


if __name__ == "__main__":
    main()
