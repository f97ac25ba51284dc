"""The rules of the house."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

from bot.attribution.gazetteer import load_gazetteer
from bot.cli.main import main
from bot.config import SETTINGS
from bot.corpus.reader import read_corpus

ROOT = Path(__file__).parents[2]
LAYERS = (
    "private_files",
    "errors",
    "model",
    "arrays",
    "text",
    "corpus",
    "index",
    "attribution",
    "answering",
    "indexing",
    "library",
    "store",
    "evaluation",
    "chat",
    "frontends",
    "replay",
)
"""Each may import those before it, but for what is not said in `NOT`."""
NOT = {
    "model": {"errors"},
    "arrays": {"model", "errors"},
    "index": {"corpus"},
    "attribution": {"corpus", "index"},
    "store": {
        "model",
        "arrays",
        "text",
        "corpus",
        "index",
        "attribution",
        "answering",
        "indexing",
        "library",
    },
    "evaluation": {"store"},
    "chat": {"attribution", "index", "answering", "indexing"},
    "frontends": {"evaluation", "attribution", "index", "answering", "indexing"},
    "replay": {"evaluation", "attribution", "index", "answering", "indexing"},
}
MAY_IMPORT = {
    part: set(LAYERS[:place]) - NOT.get(part, set()) for place, part in enumerate(LAYERS)
} | {
    "config": {"index", "model", "errors"},
    "cli_check": {"frontends", "chat", "indexing", "attribution", "index", "corpus", "errors"},
    "cli": {"config", "batch", "cli_arguments", "cli_check", "cli_eval", "cli_bench", *LAYERS},
    "__main__": {"cli"},
    "__init__": set(),
}
ONLY_IN = {
    "discord": "frontends/discord_app",
    "rank_bm25": ("index", "evaluation/bm25_baseline.py"),
    "rich": "frontends",
    "prompt_toolkit": "frontends",
    "Stemmer": "text",
    "wcwidth": "text",
    "marisa_trie": "index",
    "xxhash": "arrays",
    "filelock": "indexing",
    "multiprocessing": "indexing",
    "matplotlib": "evaluation/plot.py",
    "sqlite3": "store",
}
FILES = sorted((ROOT / "bot").rglob("*.py"))


def imports(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= (
                {f"{node.module}.{alias.name}" for alias in node.names}
                if node.module == "bot"
                else {node.module}
            )
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_imports_go_one_way(file: Path) -> None:
    path = file.relative_to(ROOT / "bot")
    part = path.parts[0].removesuffix(".py")
    for name in imports(file):
        if name.startswith("bot."):
            other = name.split(".")[1]
            assert other == part or other in MAY_IMPORT[part], f"{part} imports {other}"
        elif (home := ONLY_IN.get(name.split(".")[0])) is not None:
            assert path.as_posix().startswith(home), f"{name} outside {home}"


def test_the_readme_has_the_default_of_every_setting() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = dict(re.findall(r"^\| `([a-z_]+\.[a-z_]+)` \| `?([^`|]+?)`? \|", readme, re.M))
    words = {None: "none", True: "true", False: "false"}
    assert {key: named.get(key) for key in SETTINGS} == {
        key: "none" if setting.default == [] else words.get(setting.default, str(setting.default))
        for key, setting in SETTINGS.items()
    }


def test_the_readme_names_every_command_and_key(capsys: pytest.CaptureFixture[str]) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["--help"])
    commands = re.findall(r"^    (\w+) ", capsys.readouterr().out, re.MULTILINE)
    assert len(commands) >= 6
    for command in commands:
        assert f"python -m bot {command}" in readme
    for key in SETTINGS:
        assert f"`{key}`" in readme
    assert readme.index("make run") < readme.index("make test") < 2500


def test_what_ships_loads() -> None:
    corpus, faults = read_corpus(ROOT / "corpus")
    assert len(corpus) > 0
    assert not faults
    ids = [spelling.outlet.id for spelling in load_gazetteer().spellings]
    assert len(set(ids)) > 400


def test_every_package_is_named_in_the_distribution() -> None:
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
        "setuptools"
    ]["packages"]
    there = {".".join(file.parent.relative_to(ROOT).parts) for file in FILES}
    assert set(listed) == there


def test_the_lock_file_names_no_index() -> None:
    assert not re.search(
        r"https?:|--index|--find-links", (ROOT / "requirements.lock").read_text(encoding="utf-8")
    )


def test_the_answer_in_the_readme_is_the_programs_own(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    shown = re.search(
        r"<!-- answer: (.*?) -->\n```\n(.*?)\n```",
        (ROOT / "README.md").read_text(encoding="utf-8"),
        re.DOTALL,
    )
    assert shown
    assert main(["ask", shown[1]]) == 0
    assert capsys.readouterr().out.strip() == shown[2]
