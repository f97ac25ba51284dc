"""A team's own labelled questions, one JSON object a line, read with every fault at once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, NotRequired, TypedDict

import msgspec

from bot.attribution.gazetteer import OutletSpelling
from bot.corpus.corpus import Corpus
from bot.errors import Fault, FaultKind, Faults
from bot.model import Span
from bot.question_answer import HistoryTurn, Question
from bot.schema import NONBLANK, TableSchema, fits, read_json_lines, shape

LABELLED_NAME = "questions.jsonl"
"""The file of a folder that holds them."""
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
    """Ids of the passages that answer, with those that say the same word for word.

    Empty where the corpus does not answer.
    """
    answers: tuple[str, ...] = ()
    """Each of these strings is an answer; of a question about an article, the fact."""
    outlets: tuple[str, ...] = ()
    """Canonical names of the outlets that the best passage cites."""
    origin: str | None = None
    """Canonical name of the outlet whose own report the best passage is."""

    @property
    def about_article(self) -> bool:
        """Whether an article itself is asked about, so that a fact answers and no passage."""
        return self.kind == METADATA_KIND


def read_labelled(
    path: Path, corpus: Corpus, spellings: Iterable[OutletSpelling]
) -> tuple[LabelledQuestion, ...]:
    """Read a file of labelled questions about a corpus.

    `spellings` are those by which a label may name an outlet. Raises Faults with all that is wrong
    with the file; a passage that the corpus does not hold is a fault too.
    """
    rows, faults = read_json_lines(path)
    ids: set[str] = set()
    for line, row in rows:
        faults += _find_faults(row, str(path), line, corpus)
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


class _LabelledPlace(TypedDict):
    article: NONBLANK
    paragraph: int


class _LabelledSpan(TypedDict):
    start: Annotated[int, msgspec.Meta(ge=0)]
    end: Annotated[int, msgspec.Meta(ge=1)]


class _LabelledTurn(TypedDict):
    question: NONBLANK
    answer: NONBLANK
    passage: NotRequired[NONBLANK | None]
    sentence: NotRequired[_LabelledSpan | None]


_ROW = TableSchema(
    {
        "text": shape(NONBLANK, "the question"),
        "gold": shape(
            list[_LabelledPlace], "a list of {article, paragraph}, paragraphs counted from 0"
        ),
        "answers": shape(list[NONBLANK] | None, "a list of texts"),
        "outlets": shape(list[NONBLANK] | None, "a list of outlets"),
        "origin": shape(NONBLANK | None, "an outlet"),
        "history": shape(list[_LabelledTurn] | None, "a list of {question, answer}"),
        "kind": shape(NONBLANK | None, "a text"),
        "id": shape(NONBLANK | None, "a text"),
    },
    ("text", "gold"),
    FaultKind.WRONG_TYPE,
)
_LABELS = _ROW.keys.keys() - {"id"}


def _find_faults(row: dict[str, Any], path: str, line: int, corpus: Corpus) -> Iterator[Fault]:
    """Yield what is wrong with a line."""
    known = {key: value for key, value in row.items() if key in _ROW.keys}
    yield from _ROW.faults(known, path, lambda _: line)
    for key in row.keys() - known.keys():
        # Other columns are the team's own business, but one nearly ours would be a label lost.
        if similar := get_close_matches(key.casefold(), _LABELS - row.keys(), 1, 0.8):
            yield Fault(path, line, FaultKind.UNKNOWN_KEY, key, f"{similar[0]}?")
    if "gold" in row and fits(row["gold"], _ROW.keys["gold"]):
        for item in _gold_ids(row):
            if corpus.find_passage(item) is None:
                yield Fault(path, line, FaultKind.NOT_IN_CORPUS, "gold", item)
    if row.get("kind") == METADATA_KIND and row.get("answers") in (None, []):
        missing = "the fact that the question is about"
        yield Fault(path, line, FaultKind.MISSING_KEY, "answers", missing)


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
    origin = row.get("origin")
    return LabelledQuestion(
        name=row.get("id") or row["text"],
        kind=row.get("kind") or "",
        question=Question(row["text"], history, MAX_CANDIDATES, row.get("id")),
        gold=frozenset(gold),
        answers=tuple(row.get("answers") or ()),
        outlets=tuple(
            canonical.get(normalize_outlet_name(name), name) for name in row.get("outlets") or ()
        ),
        origin=canonical.get(normalize_outlet_name(origin), origin) if origin else None,
    )


def _passages_by_text(corpus: Corpus) -> Mapping[str, list[str]]:
    """Index the ids of passages by their text, of which many articles may hold the same."""
    found: dict[str, list[str]] = defaultdict(list)
    for number in range(len(corpus)):
        passage = corpus[number]
        found[_normalize_space(passage.text)].append(passage.id)
    return found


def _canonical_names(spellings: Iterable[OutletSpelling]) -> dict[str, str]:
    """Index canonical names by spelling; where two outlets share one, the surer counts."""
    known = sorted(spellings, key=lambda spelling: spelling.ambiguity.value)
    names = {
        normalize_outlet_name(spelling.text): spelling.outlet.name for spelling in reversed(known)
    }
    return names | {
        normalize_outlet_name(spelling.outlet.name): spelling.outlet.name for spelling in known
    }


def _normalize_space(text: str) -> str:
    return " ".join(text.split())
