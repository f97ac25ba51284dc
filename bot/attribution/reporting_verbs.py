"""Verbs with an outlet as their subject, as patterns; the words are in verbs.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from importlib import resources
from itertools import groupby
from operator import itemgetter

_WORDS: dict[str, list[str]] = {
    key: words.split()
    for key, words in tomllib.loads(
        resources.files("bot.attribution").joinpath("verbs.toml").read_text(encoding="utf-8")
    ).items()
}
_NOUNS_TOO = frozenset(_WORDS["nouns_too"])
_SIBILANTS = ("s", "x", "z", "ch", "sh", "o")


def _verb_forms(entry: str) -> Iterator[str]:
    """Tell how a verb is written: third person, past, and bare."""
    verb, *particles = entry.split("+")
    lemma, third, past = [*verb.split("/"), "", ""][:3]
    tail = "".join(rf"\s+{word}" for word in particles)
    soft = lemma[-1] == "y" and lemma[-2] not in "aeiou"
    yield (
        third
        or (lemma[:-1] + "ies" if soft else lemma + ("es" if lemma.endswith(_SIBILANTS) else "s"))
    ) + tail
    yield (
        past or (lemma[:-1] + "ied" if soft else lemma + ("d" if lemma.endswith("e") else "ed"))
    ) + tail
    yield lemma + tail + (r"(?=\s+that\b)" if lemma in _NOUNS_TOO else "")


def alternation_by_letter(forms: Iterable[str]) -> str:
    """One pattern for all, by first letter because the engine tries one branch after another."""
    ordered = sorted(set(forms), key=lambda form: (form[0], -len(form), form))
    return "|".join(
        f"{letter}(?:{'|'.join(form[1:] for form in group)})"
        for letter, group in groupby(ordered, key=itemgetter(0))
    )


def verb_forms_pattern(entries: Iterable[str]) -> str:
    """Return a pattern for every form of these verbs, written as in verbs.toml."""
    return alternation_by_letter(form for entry in entries for form in _verb_forms(entry))


def _all_verbs(*keys: str) -> str:
    present = [next(_verb_forms(entry)) for entry in _WORDS["present_only"]]
    return alternation_by_letter(
        [form for key in keys for entry in _WORDS[key] for form in _verb_forms(entry)] + present
    )


DOCUMENT_NOUNS = alternation_by_letter(_WORDS["papers"])
"""What an outlet may have seen."""
OBTAINED = r"(?:seen|saw|accessed|viewed|read|inspected|studied|received|got|acquired|collected|gathered|checked|copied|examined|analy[sz]ed|reviewed|obtained)"
_PHRASES = (
    # "Reuters report about" speaks of a report; "several reports emerged" is no verb at all.
    r"reports(?!\s+(?:emerged|surfaced|appeared|were|was|are|is|had|have|about|of)\b)|report(?=\s+(?:that|on)\b)|reported|reporting|saying|written|learnt|gather(?:s|ed)(?=\s+that\b)|"
    r"(?:is|are|was|were)\s+reporting\b|(?:(?<=first )|(?<=previously )|(?<=earlier )|(?<=also ))(?:covered|detailed|flagged|documented)\b|(?:broke|breaks)\s+(?:the\s+)?(?:news|story)\b|(?:gives|gave)\s+(?:an?\s+|the\s+)?(?:different|other|another|similar|lower|higher|figures?|accounts?|details)|"
    r"ran|carried|(?:goes|went)\s+on(?!\s+(?:to|air|sale|strike|hold|trial)\b)|"
    # An outlet that expects to do something speaks of itself.
    r"expect(?:s|ed)?(?!\s+to\b)|consider(?:s|ed)?(?!\s+\w+ing\b)|comment(?:s|ed)\s+that|ask(?:s|ed)\s+(?:whether|why|how|who|what|where|if)\b|"
    r"(?:puts|put|values|valued)\s+[^.;“”\"]{1,60}?\sat\b|(?:takes|took)\s+the\s+view|(?:is|was)\s+(?:certain|convinced|sure|sceptical|skeptical)\b|"
    r"(?:has|had|have)\s+it\s+that|(?:is|are|was|were|been)\s+(?:told|informed)(?!\s+to\b)|is\s+to\s+be\s+believed|"
    rf"(?:{OBTAINED}|(?:is|are|was|were|been)\s+(?:shown|handed|sent|given))\s+(?!its\b)(?:[\w’'-]+\s+){{0,5}}?(?:{DOCUMENT_NOUNS})\b"
)
SPEECH_OR_JUDGEMENT_VERB = rf"(?:{_PHRASES}|{_all_verbs('telling', 'judging')})"
"""It says or judges."""
CITING_VERB = rf"(?:{_PHRASES}|{_all_verbs('telling', 'judging', 'finding')})"
"""It says, judges or finds."""
