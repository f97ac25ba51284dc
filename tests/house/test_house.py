"""The rules of the house."""

from __future__ import annotations

import re
import tomllib

import pytest

from bot.attribution.gazetteer_loader import load_gazetteer
from bot.cli.main import main
from bot.config import SETTINGS
from bot.corpus.loader import read_corpus
from tests.house.sources import FILES, ROOT, imported

LAYERS = (
    "private_files",
    "errors",
    "schema",
    "model",
    "question_answer",
    "outlet_match",
    "arrays",
    "text",
    "corpus",
    "index",
    "attribution",
    "answering",
    "indexing",
    "library",
    "snapshot_builder",
    "store",
    "evaluation",
    "moderation",
    "chat",
    "frontends",
    "replay",
)
"""Each may import those before it, but for what is not said in `NOT`."""
NOT = {
    "model": {"errors", "schema"},
    "outlet_match": {"private_files", "errors", "schema"},
    "arrays": {"model", "question_answer", "outlet_match", "errors", "schema"},
    "text": {"question_answer"},
    "corpus": {"question_answer"},
    "index": {"corpus", "question_answer"},
    "attribution": {"corpus", "index", "question_answer"},
    "indexing": {"question_answer"},
    "store": {
        "model",
        "question_answer",
        "outlet_match",
        "arrays",
        "text",
        "corpus",
        "index",
        "attribution",
        "answering",
        "indexing",
        "library",
        "snapshot_builder",
    },
    "evaluation": {"store"},
    "moderation": {"index", "answering", "snapshot_builder"},
    "chat": {"attribution", "index", "answering", "indexing", "snapshot_builder"},
    "frontends": {
        "evaluation",
        "attribution",
        "index",
        "answering",
        "indexing",
        "snapshot_builder",
    },
    "replay": {"evaluation", "attribution", "index", "answering", "indexing"},
}
MAY_IMPORT = {
    part: set(LAYERS[:place]) - NOT.get(part, set()) for place, part in enumerate(LAYERS)
} | {
    "config": {"index", "model", "errors", "schema"},
    "cli": {"config", *LAYERS},
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
    "filelock": ("indexing", "moderation"),
    "multiprocessing": "indexing",
    "matplotlib": "evaluation/plot.py",
    "sqlite3": "store",
    "sqlalchemy": "store",
    "alembic": "store",
}


def test_imports_go_one_way() -> None:
    wrong = []
    for file in FILES:
        path = file.relative_to(ROOT / "bot")
        part = path.parts[0].removesuffix(".py")
        for name in sorted(imported(file)):
            if name.startswith("bot."):
                other = name.split(".")[1]
                if other != part and other not in MAY_IMPORT[part]:
                    wrong.append(f"{path}: {part} imports {name}")
            elif not path.as_posix().startswith(ONLY_IN.get(name.split(".")[0], "")):
                wrong.append(f"{path}: {name} is imported elsewhere only")
    assert len(FILES) > 200
    assert not wrong, "\n".join(wrong)


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


def test_no_dependency_may_move_to_a_new_major_version_by_itself() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = project["optional-dependencies"]
    needed = [*project["dependencies"], *optional["fast"], *optional["plot"]]
    assert len(needed) > 15
    assert not [one for one in needed if not re.fullmatch(r"[\w.-]+>=[\d.]+,<\d+", one)]


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
