"""Tells whether a question asks for what an outlet reports, or merely has its name in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.attribution.gazetteer import Ambiguity

_REPORTING_VERB = (
    r"(?:report(?:s|ed|ing)?|sa(?:ys?|id|ying)|writ(?:es?|ing|ten)|wrote|claim(?:s|ed|ing)?|tells?|told|learn(?:s|ed|t)?|finds?|found|name[sd]?|"
    r"reveal(?:s|ed|ing)?|cite[sd]?|citing|quot(?:es?|ed|ing)|publish(?:es|ed|ing)?|describ(?:es?|ed|ing)|confirm(?:s|ed|ing)?|mention(?:s|ed)?|"
    r"estimat(?:es?|ed)|explain(?:s|ed)?|alleg(?:es?|ed)|conclud(?:es?|ed)|ma(?:ke|kes|de) of|broadcasts?|disclos(?:es?|ed))"
)
_REPORT_NOUN = (
    r"(?:report(?:s|ing|ers?['’]s? sources?)?|stor(?:y|ies)|articles?|accounts?|interviews?|polls?|surveys?|coverage|sources?|version|analysis|analyses|"
    r"investigations?|news|scoops?|words?|figures?|numbers?|estimates?|count|tally|quotes?|piece|editorial|columns?|claims?)"
)
# Behind these a source is named, whatever its name is.
_SOURCE_BEFORE = re.compile(
    r"(?:\b(?:according to|as (?:reported|written|told|published|quoted|cited|said) (?:by|in|to)|(?:reported|written|published|quoted|cited|said|aired|"
    r"broadcast|revealed|disclosed) (?:by|in|on)|citing|cites?|cited|per|via|told|tells?|telling|(?:spoken?|speaking|talk(?:ed|ing)?) "
    r"(?:to|with)|interviews? (?:with|by|in|for|to)|writ(?:es?|ing|ten) (?:in|for)|wrote (?:in|for)|appear(?:s|ed)? (?:in|on))"
    rf"|\b(?:{_REPORT_NOUN}|anything|something|latest|new|else|updates?) (?:\w+ )?(?:from|by|in|of)|\b(?:what|how) about"
    r"|\b(?:same as|unlike|contradicts?|agrees? with|differs? from)|^\s*(?:and|or|but))\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_DOES_BEFORE = re.compile(r"\b(?:do|does|did|has|had|have)\s+(?:the\s+)?$", re.IGNORECASE)
_SAYS_LATER = re.compile(
    rf"(?:['’]s)?(?:\s+(?:also|ever|really|actually|just|first|not|already|then)){{0,2}}\s+(?:be\s+)?{_REPORTING_VERB}\b"
    rf"|\s+(?:and|or)\s+(?:the\s+)?\w+(?:\s+\w+){{0,2}}\s+{_REPORTING_VERB}\b",
    re.IGNORECASE,
)
_REPORTS_AFTER = re.compile(
    r"\s+(?:reports?|reported|reporting|says?|said|saying|writes?|wrote|claims?|claimed|tells?|told|reveals?|revealed|cites?|cited|quotes?|quoted|"
    rf"describes?|described|learned)\b|['’]s?\s+(?:\w+\s+){{0,2}}{_REPORT_NOUN}\b|\s+{_REPORT_NOUN}\s+(?:on|about|of|say|says|said)\b",
    re.IGNORECASE,
)
_TOPIC_AFTER = re.compile(r"(?:['’]s)?\s*(?:on|about|re|:)\s+\S", re.IGNORECASE)
_ARTICLE = re.compile(r"\bthe\s+$", re.IGNORECASE)
# Outside English the verbs stand on either side of the name.
_REPORTING_VERB_ELSEWHERE = re.compile(
    r"\b(?:пише|пишуть|писал|написа|повідомля|повідоми|розпові|розказа|сказа|каже|заявля|заяви|посила|за даними|за словами|за інформацією|згідно з|"
    r"пишет|пишут|сообща|сообщи|рассказа|говорит|заявля|ссыла|по данным|по словам|по информации|согласно|"
    r"schreib|schrieb|bericht|meldet|sagt|laut|zufolge|escrib|informa|reporta|cuenta|dice|dijo|según|écri|rapport|affirm|selon|d'après|dit\b|"
    r"yaz|bildir|söyle|göre|αναφέρ|γράφ|λέει|σύμφωνα|قال|ذكر|أفاد|بحسب|وفق)",
    re.IGNORECASE,
)
# One who "does say" is called by an article or by name: "what does wired say", but for what is
# never counted, "what does science say".
_ONE_DOES_BEFORE = re.compile(r"\bdoes\s+$", re.IGNORECASE)
_ONE_SAYS_AFTER = re.compile(r"\s+(?:say|report|write|claim)\b", re.IGNORECASE)
_NEVER_COUNTED = frozenset(
    [
        "time",
        "nature",
        "science",
        "fortune",
        "life",
        "variety",
        "news",
        "money",
        "business",
        "sport",
        "history",
        "people",
    ]
)
_NOTHING_BEFORE = re.compile(r"[\s?!.…\"“”«»'’]*(?:the\s+)?$", re.IGNORECASE)
_NOTHING_AFTER = re.compile(r"[\s?!.…\"“”«»'’]*$")
# Words of every day, bare of an article, are read as a name only as they are written.
_THE = re.compile(r"the\s", re.IGNORECASE)

# "Evening Post", "Guardian Express": a common name beside such a word is part of another's.
_LONGER_BEFORE = re.compile(r"(?:^|\s)(?P<word>[^\W\d_]+)\s+$")
_LONGER_AFTER = re.compile(
    r"\s+(?:Post|Times|Express|News|Herald|Tribune|Gazette|Journal|Mail|Star|Observer|Chronicle|"
    r"Echo|Courier|Daily|Weekly|Review|Mirror|Telegraph|Standard|Sun|World|Press)\b"
)
_NO_PART_OF_NAME = re.compile(
    r"the|an?|wh\w+|how|do(?:es)?|did|ha[sd]|have|is|was|were|are|will|can|could|would|according|"
    r"to|in|by|from|of|on|at|and|or|but|per|via|told|said|as|with|for|about|today|yesterday|if|so|"
    r"than",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class NameInQuestion:
    """A name in a question: its place, and how far it alone says that the outlet is meant."""

    start: int
    end: int
    ambiguity: Ambiguity
    differs_in_case: bool
    """It is written in another case than the outlet's own, as in "what did the guardian say"."""


def asks_for_outlet(question: str, name: NameInQuestion) -> bool:
    """Return whether a question asks for what the outlet of a name reports.

    A question that is about the outlet ("who owns the Telegraph?"), or in which its name is a plain
    word ("of all time"), does not.
    """
    before, after = question[: name.start], question[name.end :]
    if _NOTHING_BEFORE.match(before) and _NOTHING_AFTER.match(after):
        return True
    is_common_word = name.ambiguity is not Ambiguity.NONE
    if is_common_word and _is_part_of_longer_name(before, after):
        return False
    has_article = (
        _ARTICLE.search(before) is not None
        or _THE.match(question[name.start : name.end]) is not None
    )
    if is_common_word and name.differs_in_case and not has_article:
        return (
            _ONE_DOES_BEFORE.search(before) is not None
            and _ONE_SAYS_AFTER.match(after) is not None
            and question[name.start : name.end].casefold() not in _NEVER_COUNTED
        )
    if _SOURCE_BEFORE.search(before) or (_DOES_BEFORE.search(before) and _SAYS_LATER.match(after)):
        return True
    if _REPORTS_AFTER.match(after):
        return True
    if not is_common_word and _NOTHING_BEFORE.match(before) and _TOPIC_AFTER.match(after):
        return True
    return not is_common_word and _REPORTING_VERB_ELSEWHERE.search(question) is not None


def _is_part_of_longer_name(before: str, after: str) -> bool:
    """Return whether a name goes on in what stands around it, so that nobody knows the outlet."""
    if _LONGER_AFTER.match(after):
        return True
    found = _LONGER_BEFORE.search(before)
    return (
        found is not None
        and found["word"][0].isupper()
        and _NO_PART_OF_NAME.fullmatch(found["word"]) is None
    )
