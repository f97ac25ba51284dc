"""A team's own labelled questions, one JSON object a line, read with every fault at once."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from bot.attribution.gazetteer import Spelling
from bot.corpus.corpus import Corpus
from bot.errors import Fault, FaultKind, Faults
from bot.model import Question, Turn

DEPTH = 10
"""How many candidates are asked for; a right one after them counts as not found."""
METADATA = "metadata"
"""The kind of the questions about an article itself."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question with what a good answer to it is."""

    name: str
    """Its id, or else its text."""
    kind: str
    question: Question
    gold: frozenset[str]
    """Ids of the passages that answer, with those that say the same word for word; empty: the corpus does not answer."""
    answers: tuple[str, ...] = ()
    """Each of these strings is an answer; of a question about an article, the fact."""
    outlets: tuple[str, ...] = ()
    """Canonical names of the outlets that the best passage cites."""

    @property
    def about_article(self) -> bool:
        """Whether an article itself is asked about, so that a fact answers and no passage."""
        return self.kind == METADATA


def read_labelled(path: Path, corpus: Corpus, spellings: Iterable[Spelling]) -> tuple[Labelled, ...]:
    """Read a file of labelled questions about a corpus, with the spellings of outlets by which a label may name one.

    Raises Faults with all that is wrong with the file; a passage that the corpus does not hold is a fault too.
    """
    rows, faults = _rows(path)
    ids: set[str] = set()
    for line, row in rows:
        faults += [Fault(str(path), line, *wrong) for wrong in _wrong(row, corpus)]
        name = row.get("id")
        if isinstance(name, str) and name in ids:
            faults.append(Fault(str(path), line, FaultKind.DUPLICATE, "id"))
        elif isinstance(name, str):
            ids.add(name)
    if not rows and not faults:
        faults.append(Fault(str(path), None, FaultKind.EMPTY))
    if faults:
        raise Faults(tuple(sorted(faults, key=lambda fault: (fault.line or 0, fault.key))))
    alike, canonical = _alike(corpus), _canonical(spellings)
    return tuple(_labelled(row, corpus, alike, canonical) for _, row in rows)


def plain_name(outlet: str) -> str:
    """An outlet's name without what people write differently: case, punctuation, the article."""
    return " ".join(re.findall(r"\w+", outlet.casefold())).removeprefix("the ")


def _rows(path: Path) -> tuple[list[tuple[int, dict[str, Any]]], list[Fault]]:
    """The objects of a file by line, and the lines that are none."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise Faults((Fault(str(path), None, FaultKind.MISSING),)) from error
    except UnicodeDecodeError as error:
        raise Faults((Fault(str(path), error.object[: error.start].count(b"\n") + 1, FaultKind.NOT_UTF8),)) from error
    except OSError as error:
        raise Faults((Fault(str(path), None, FaultKind.UNREADABLE, detail=error.strerror or ""),)) from error
    rows, faults = [], []
    # By line feeds alone: JSON may hold the other line ends of Unicode within a string.
    for line, one in enumerate(text.split("\n"), 1):
        if not one.strip():
            continue
        try:
            row = json.loads(one)
        except (ValueError, RecursionError) as error:
            faults.append(Fault(str(path), line, FaultKind.SYNTAX, detail=getattr(error, "msg", "")))
            continue
        if isinstance(row, dict):
            rows.append((line, row))
        else:
            faults.append(Fault(str(path), line, FaultKind.WRONG_TYPE, detail="an object"))
    return rows, faults


def _text(value: Any) -> bool:  # noqa: ANN401 - JSON gives any type
    # Half of a surrogate pair can stand in JSON, but is no text.
    return isinstance(value, str) and bool(value.strip()) and not re.search(r"[\ud800-\udfff]", value)


def _texts(value: Any) -> bool:  # noqa: ANN401 - JSON gives any type
    return isinstance(value, list) and all(map(_text, value))


def _places(value: Any) -> bool:  # noqa: ANN401 - JSON gives any type
    return isinstance(value, list) and all(isinstance(one, dict) and _text(one.get("article")) and type(one.get("paragraph")) is int for one in value)


def _turns(value: Any) -> bool:  # noqa: ANN401 - JSON gives any type
    return isinstance(value, list) and all(
        isinstance(one, dict) and _text(one.get("question")) and _text(one.get("answer")) and (one.get("passage") is None or _text(one["passage"]))
        for one in value
    )


_KEYS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "text": (_text, "the question"),
    "gold": (_places, "a list of {article, paragraph}, paragraphs counted from 0"),
    "answers": (_texts, "a list of texts"),
    "outlets": (_texts, "a list of outlets"),
    "history": (_turns, "a list of {question, answer}"),
    "kind": (_text, "a text"),
    "id": (_text, "a text"),
}
_NEEDED = ("text", "gold")
_LABELS = _KEYS.keys() - {"id"}


def _wrong(row: dict[str, Any], corpus: Corpus) -> list[tuple[FaultKind, str, str]]:
    """What is wrong with a line: kind, key and detail of a fault."""
    wrong: list[tuple[FaultKind, str, str]] = [(FaultKind.MISSING_KEY, key, "") for key in _NEEDED if key not in row]
    for key, value in row.items():
        if key not in _KEYS:
            # Other columns are the team's own business, but one that is nearly ours would be a label lost.
            if meant := get_close_matches(key.casefold(), _LABELS - row.keys(), 1, 0.8):
                wrong.append((FaultKind.UNKNOWN_KEY, key, f"{meant[0]}?"))
        elif (value is not None or key in _NEEDED) and not _KEYS[key][0](value):
            wrong.append((FaultKind.WRONG_TYPE, key, _KEYS[key][1]))
    if _places(row.get("gold")):
        wrong += [(FaultKind.NOT_IN_CORPUS, "gold", one) for one in _gold(row) if corpus.find(one) is None]
    if row.get("kind") == METADATA and row.get("answers") in (None, []):
        wrong.append((FaultKind.MISSING_KEY, "answers", "the fact that the question is about"))
    return wrong


def _gold(row: dict[str, Any]) -> list[str]:
    return [f"{one['article']}#{one['paragraph']}" for one in row["gold"]]


def _labelled(row: dict[str, Any], corpus: Corpus, alike: Mapping[str, Iterable[str]], canonical: Mapping[str, str]) -> Labelled:
    gold: set[str] = set()
    for one in _gold(row):
        number = corpus.find(one)
        assert number is not None
        gold.update(alike[_squeezed(corpus[number].text)])
    history = tuple(
        Turn(turn["question"], turn["answer"], turn.get("passage") or next(iter(alike.get(_squeezed(turn["answer"]), ())), None))
        for turn in row.get("history") or ()
    )
    return Labelled(
        name=row.get("id") or row["text"],
        kind=row.get("kind") or "",
        question=Question(row["text"], history, DEPTH, row.get("id")),
        gold=frozenset(gold),
        answers=tuple(row.get("answers") or ()),
        outlets=tuple(canonical.get(plain_name(name), name) for name in row.get("outlets") or ()),
    )


def _alike(corpus: Corpus) -> Mapping[str, list[str]]:
    """The ids of passages by their text: agencies' paragraphs stand in many articles, and one is as right as the other."""
    found: dict[str, list[str]] = defaultdict(list)
    for number in range(len(corpus)):
        passage = corpus[number]
        found[_squeezed(passage.text)].append(passage.id)
    return found


def _canonical(spellings: Iterable[Spelling]) -> dict[str, str]:
    """The canonical name for every way to write an outlet's; the surer spelling where two outlets share one."""
    known = sorted(spellings, key=lambda spelling: spelling.sureness.value)
    names = {plain_name(spelling.text): spelling.outlet.name for spelling in reversed(known)}
    return names | {plain_name(spelling.outlet.name): spelling.outlet.name for spelling in known}


def _squeezed(text: str) -> str:
    return " ".join(text.split())
