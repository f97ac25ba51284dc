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

from bot.attribution.gazetteer import OutletSpelling
from bot.corpus.corpus import Corpus
from bot.errors import Fault, FaultKind, Faults
from bot.model import HistoryTurn, Question, Span

MAX_CANDIDATES = 10
"""How many candidates are asked for; a right one after them counts as not found."""
METADATA_KIND = "metadata"
"""The kind of the questions about an article itself."""


@dataclass(frozen=True, slots=True)
class LabelledQuestion:
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
        return self.kind == METADATA_KIND


def read_labelled(
    path: Path, corpus: Corpus, spellings: Iterable[OutletSpelling]
) -> tuple[LabelledQuestion, ...]:
    """Read a file of labelled questions about a corpus, with the spellings of outlets by which a label may name one.

    Raises Faults with all that is wrong with the file; a passage that the corpus does not hold is a fault too.
    """
    rows, faults = _read_rows(path)
    ids: set[str] = set()
    for line, row in rows:
        faults += [Fault(str(path), line, *wrong) for wrong in _find_faults(row, corpus)]
        name = row.get("id")
        if isinstance(name, str) and name in ids:
            faults.append(Fault(str(path), line, FaultKind.DUPLICATE, "id"))
        elif isinstance(name, str):
            ids.add(name)
    if not rows and not faults:
        faults.append(Fault(str(path), None, FaultKind.EMPTY))
    if faults:
        raise Faults(tuple(sorted(faults, key=lambda fault: (fault.line or 0, fault.key))))
    alike, canonical = _passages_by_text(corpus), _canonical_names(spellings)
    return tuple(_to_labelled(row, corpus, alike, canonical) for _, row in rows)


def normalize_outlet_name(outlet: str) -> str:
    """An outlet's name without what people write differently: case, punctuation, the article."""
    return " ".join(re.findall(r"\w+", outlet.casefold())).removeprefix("the ")


def _read_rows(path: Path) -> tuple[list[tuple[int, dict[str, Any]]], list[Fault]]:
    """The objects of a file by line, and the lines that are none."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise Faults((Fault(str(path), None, FaultKind.MISSING),)) from error
    except UnicodeDecodeError as error:
        raise Faults(
            (Fault(str(path), error.object[: error.start].count(b"\n") + 1, FaultKind.NOT_UTF8),)
        ) from error
    except OSError as error:
        raise Faults(
            (Fault(str(path), None, FaultKind.UNREADABLE, detail=error.strerror or ""),)
        ) from error
    rows, faults = [], []
    # By line feeds alone: JSON may hold the other line ends of Unicode within a string.
    for line, item in enumerate(text.split("\n"), 1):
        if not item.strip():
            continue
        try:
            row = json.loads(item)
        except (ValueError, RecursionError) as error:
            faults.append(
                Fault(str(path), line, FaultKind.SYNTAX, detail=getattr(error, "msg", ""))
            )
            continue
        if isinstance(row, dict):
            rows.append((line, row))
        else:
            faults.append(Fault(str(path), line, FaultKind.WRONG_TYPE, detail="an object"))
    return rows, faults


def _is_text(value: Any) -> bool:  # noqa: ANN401 - JSON gives any type
    # Half of a surrogate pair can stand in JSON, but is no text.
    return (
        isinstance(value, str) and bool(value.strip()) and not re.search(r"[\ud800-\udfff]", value)
    )


def _is_list_of_texts(value: Any) -> bool:  # noqa: ANN401 - JSON gives any type
    return isinstance(value, list) and all(map(_is_text, value))


def _is_list_of_places(value: Any) -> bool:  # noqa: ANN401 - JSON gives any type
    return isinstance(value, list) and all(
        isinstance(item, dict)
        and _is_text(item.get("article"))
        and type(item.get("paragraph")) is int
        for item in value
    )


def _is_list_of_turns(value: Any) -> bool:  # noqa: ANN401 - JSON gives any type
    return isinstance(value, list) and all(
        isinstance(item, dict)
        and _is_text(item.get("question"))
        and _is_text(item.get("answer"))
        and (item.get("passage") is None or _is_text(item["passage"]))
        and (item.get("sentence") is None or _is_span(item["sentence"]))
        for item in value
    )


_KEYS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "text": (_is_text, "the question"),
    "gold": (_is_list_of_places, "a list of {article, paragraph}, paragraphs counted from 0"),
    "answers": (_is_list_of_texts, "a list of texts"),
    "outlets": (_is_list_of_texts, "a list of outlets"),
    "history": (_is_list_of_turns, "a list of {question, answer}"),
    "kind": (_is_text, "a text"),
    "id": (_is_text, "a text"),
}
_REQUIRED = ("text", "gold")
_LABELS = _KEYS.keys() - {"id"}


def _find_faults(row: dict[str, Any], corpus: Corpus) -> list[tuple[FaultKind, str, str]]:
    """What is wrong with a line: kind, key and detail of a fault."""
    wrong: list[tuple[FaultKind, str, str]] = [
        (FaultKind.MISSING_KEY, key, "") for key in _REQUIRED if key not in row
    ]
    for key, value in row.items():
        if key not in _KEYS:
            # Other columns are the team's own business, but one that is nearly ours would be a label lost.
            if similar := get_close_matches(key.casefold(), _LABELS - row.keys(), 1, 0.8):
                wrong.append((FaultKind.UNKNOWN_KEY, key, f"{similar[0]}?"))
        elif (value is not None or key in _REQUIRED) and not _KEYS[key][0](value):
            wrong.append((FaultKind.WRONG_TYPE, key, _KEYS[key][1]))
    if _is_list_of_places(row.get("gold")):
        wrong += [
            (FaultKind.NOT_IN_CORPUS, "gold", item)
            for item in _gold_ids(row)
            if corpus.find_passage(item) is None
        ]
    if row.get("kind") == METADATA_KIND and row.get("answers") in (None, []):
        wrong.append((FaultKind.MISSING_KEY, "answers", "the fact that the question is about"))
    return wrong


def _gold_ids(row: dict[str, Any]) -> list[str]:
    return [f"{item['article']}#{item['paragraph']}" for item in row["gold"]]


def _to_labelled(
    row: dict[str, Any],
    corpus: Corpus,
    alike: Mapping[str, Iterable[str]],
    canonical: Mapping[str, str],
) -> LabelledQuestion:
    gold: set[str] = set()
    for item in _gold_ids(row):
        number = corpus.find_passage(item)
        assert number is not None
        gold.update(alike[_normalize_space(corpus[number].text)])
    history = tuple(
        HistoryTurn(
            turn["question"],
            turn["answer"],
            turn.get("passage")
            or next(iter(alike.get(_normalize_space(turn["answer"]), ())), None),
            Span(**turn["sentence"]) if turn.get("sentence") else None,
        )
        for turn in row.get("history") or ()
    )
    return LabelledQuestion(
        name=row.get("id") or row["text"],
        kind=row.get("kind") or "",
        question=Question(row["text"], history, MAX_CANDIDATES, row.get("id")),
        gold=frozenset(gold),
        answers=tuple(row.get("answers") or ()),
        outlets=tuple(
            canonical.get(normalize_outlet_name(name), name) for name in row.get("outlets") or ()
        ),
    )


def _is_span(value: object) -> bool:
    match value:
        case {"start": int(start), "end": int(end), **others}:
            return not others and 0 <= start < end
    return False


def _passages_by_text(corpus: Corpus) -> Mapping[str, list[str]]:
    """The ids of passages by their text: agencies' paragraphs stand in many articles, and one is as right as the other."""
    found: dict[str, list[str]] = defaultdict(list)
    for number in range(len(corpus)):
        passage = corpus[number]
        found[_normalize_space(passage.text)].append(passage.id)
    return found


def _canonical_names(spellings: Iterable[OutletSpelling]) -> dict[str, str]:
    """The canonical name for every way to write an outlet's; the surer spelling where two outlets share one."""
    known = sorted(spellings, key=lambda spelling: spelling.ambiguity.value)
    names = {
        normalize_outlet_name(spelling.text): spelling.outlet.name for spelling in reversed(known)
    }
    return names | {
        normalize_outlet_name(spelling.outlet.name): spelling.outlet.name for spelling in known
    }


def _normalize_space(text: str) -> str:
    return " ".join(text.split())
