"""The phrases by which a text leans on an outlet, and those by which it only speaks of one.

Each frame is tried on the words right before or right after a name, inside its sentence: the work
for a passage grows with its names alone.
"""

from __future__ import annotations

import re

from bot.attribution.citation_cues import BETWEEN_CUE_AND_NAME, CUE_BEFORE_NAME, DAY, NEWSROOM_NOUNS
from bot.attribution.english_outlet_names import is_other_entity
from bot.attribution.pattern_tables import compile_patterns, load_table
from bot.attribution.person_names import is_person
from bot.attribution.reporting_verbs import (
    CITING_VERB,
    DOCUMENT_NOUNS,
    OBTAINED,
    SPEECH_OR_JUDGEMENT_VERB,
)

WINDOW_CHARS = 160
_ADVERB = (
    rf"(?:has|have|had|also|first|previously|earlier|later|recently|then|itself|separately|meanwhile|reportedly|however|in\s+turn|was\s+the\s+first\s+to|"
    rf"were\s+the\s+first\s+to|exclusively|today|yesterday|{DAY}|on\s+[A-Z][a-z]+\s+\d{{1,2}}|last\s+\w+|this\s+\w+|"
    r"now|still|even|only|again|already|repeatedly|just|simply|explicitly|further|furthermore|additionally|likewise|instead|rather|nevertheless|nonetheless|"
    r"always|often|once|therefore|thus|too|both|each|all|\w+ly|in\s+particular|in\s+addition|for\s+(?:example|instance)|for\s+its\s+part|by\s+contrast|in\s+contrast|"
    r"on\s+the\s+other\s+hand|at\s+the\s+same\s+time|at\s+the\s+time|as\s+well|"
    r"(?:in|on|with|at)\s+(?:its|an?|the|this|another|today['’]s|yesterday['’]s)\s+(?:[\w’'-]+\s+){0,2}"
    r"(?:issue|edition|editorial|article|report|piece|story|investigation|analysis|review|website|site|pages?|headline|bulletin|commentary|column|profile|"
    r"link|nod|reference)(?:\s+(?:to|about|on|of)\s+(?:[\w’'-]+\s+){0,4}?(?:[\w’'-]+))?)"
)
_TAIL = rf"(?:-(?:TV|FM|AM|DT|HD)|\s\d{{1,2}})?(?:['’ʼ]s?(?:\s+[A-Z][\w-]+\s+[Ss]ervice)?)?(?:\s+of\s+[A-Z][a-z]+(?:\s[A-Z][a-z]+)?)?(?:\s+(?:{NEWSROOM_NOUNS})){{0,3}}(?:\s*\([^)]{{0,60}}\))?"
_STAFF = r"(?:['’ʼ]s?\s+(?:[A-ZÀ-Þ][\w.’-]+\s+){0,2}[A-ZÀ-Þ][\w.-]+(?:\s+and\s+(?:[A-ZÀ-Þ][\w.-]+\s?){1,3})?)"
_BESIDE = r"(?:,?\s+and\s+(?:several|other|some|many)\s[^,.;]{3,40}?)?"
_AFTER = re.compile(
    rf"(?:{_STAFF}|{_TAIL}){_BESIDE}(?:,\s*(?!who\b|whose\b)[^,;.]{{3,90}},)?(?:\s+{_ADVERB}){{0,3}}\s+{CITING_VERB}\b|{_TAIL},\s+(?:citing|quoting|referring\s+to|with\s+reference\s+to)\b"
)
_AFTER_NOUN = re.compile(
    r"(?:['’ʼ]s?)?(?:[/-][A-Z][\w&]*(?:\s+[A-Z]\w+){0,2})*(?:\s+(?:own|long|lengthy|in-depth|sweeping|months-long|year-long|damning|excellent|great|weekend|latest|new|recent|exclusive|national|final|online|joint|\w+ly|[A-Z]\w+)){0,2}\s+"
    r"(?:(?:data|figures|research|rankings?|index)(?=\s+(?:shows?|showed|suggests?|indicates?)\b)|polls?|surveys?|interviews?|investigations?|analysis|sources?|tally|exit\s+polls?|calculations?|report|account|results|"
    r"average|estimates?|database|tracker|review\s+of)\b"
)
_AFTER_POLL = re.compile(
    r"(?:['’ʼ]s?)?(?:[/-][A-Z][\w&]*(?:\s+[A-Z]\w+){0,2})*(?:\s+(?:own|latest|new|recent|national|final|\w+ly|[A-Z]\w+)){0,2}\s+"
    r"(?:[Pp]olls?|[Ss]urveys?|op-ed|exit\s+polls?)\b"
)
# "A Reuters reporter saw smoke": what its people see, it reports.
_WITNESS = re.compile(
    r"(?:['’ʼ]s?)?\s+(?:correspondents?|reporters?|journalists?|team|crew|photographers?|witness(?:es)?)(?:\s+(?:in|at|on|from|near|with)\s+(?:[\w’'-]+\s+){0,3}?[\w’'-]+)?"
    r"\s+(?:(?:also|have|has|had)\s+)?(?:saw|seen|sees|counted|heard|watched|witnessed|observed|reports?|reported|learned|found|(?<=witness )(?:said|says))\b"
)
# "Documents that the Guardian has studied".
_PAPERS_BEFORE = re.compile(
    rf"\b(?:{DOCUMENT_NOUNS}),?\s+(?:that|which|copies\s+of\s+which|a\s+copy\s+of\s+which)\s+{BETWEEN_CUE_AND_NAME}$"
)
_SEEN_AFTER = re.compile(rf"\s+(?:(?:has|have|had|also)\s+){{0,2}}{OBTAINED}\b")
# What may still belong to a name: the end of its quotation, its band, a second name of its own.
_NAME_END = re.compile(r"(?:-(?:TV|FM|AM|DT|HD))?(?:[\"”](?=[\s’'])|/[A-Z][\w.]*)?")
_END = re.compile(r"\s*[\])]?\.?\s*[\])]?\s*$")
_BEFORE_END = re.compile(r"(?:\w\s+(?:—|–|--?)|[.!?\"”’,]\s*(?:—|–|--|-)|[\[(])\s*(?:the\s+)?$")
_INVERTED = re.compile(
    rf"(?:^|[,\"”’'])\s*(?:has\s+|also\s+)?{SPEECH_OR_JUDGEMENT_VERB}\s+{BETWEEN_CUE_AND_NAME}$"
)
# The outlet is what the text is about: "sued CNN", "owner of the Sun".
_TOPIC_BEFORE = re.compile(
    r"\b(?:[Cc]omment(?:ed|ing)?\s+on|respond(?:ed|ing)?\s+to|response\s+to|react(?:ed|ing)?\s+to|reaction\s+to|den(?:y|ied|ies)|dismiss(?:ed)?|"
    r"reject(?:ed)?|criticis\w+|criticiz\w+|slammed|attack(?:ed|s|ing)?|sue[sd]?|suing|lawsuit\s+against|owns?|owned|owners?\s+of|bought|acquired|"
    r"ban(?:ned)?|block(?:ed)?|editor\s+of|editor-in-chief\s+of|founder\s+of|publisher\s+of|head\s+of|journalists?\s+(?:of|from|for|with)|"
    r"reporters?\s+(?:of|from)|correspondents?\s+(?:of|from)|subscribe\s+to|reviews?\s+from|worked?\s+(?:for|at)|joined|left|works\s+for|"
    rf"photo(?:graph)?\s+(?:by|from)|following|after|about|featured\s+in\s+the\s+\d+\s+issue\s+of|(?:will|to)\s+(?:grant|give)\s+an\s+interview\s+to)\s+{BETWEEN_CUE_AND_NAME}$",
)
_TOPIC_AFTER = re.compile(
    r"(?:['’ʼ]s?)?\s+(?:\w+\s+){0,2}(?:correspondents?|journalists?|reporters?|editors?|editor-in-chief|anchors?|hosts?|columnists?|photographers?|"
    r"contributors?|analysts?|commentators?|owners?|shares?|spokes(?:wo)?man|spokesperson|employees?|staff(?:ers)?|executives?|headquarters|building|"
    r"office|offices|newsroom|bureau|audience|subscribers|readers|viewers|debates?|town\s+hall|moderators?|award|lawyers?|reputation|website|photo)\b"
)
# Where something can be seen or heard: "the game will be shown on ESPN".
_SHOWN_BEFORE = re.compile(
    r"\b(?:(?:will|to|can|may)\s+(?:also\s+|only\s+)?(?:be\s+)?(?:broadcast|televised|shown|aired|air|airing|streamed|stream|streaming|"
    r"simulcast|seen)|airs|streams|stream|watch|tune\s+in|premier(?:es|ed)|kicks?\s+off|coverage|live|"
    r"p\.?m\.?|a\.?m\.?|ET|EST|EDT|CT|PT)\s+(?:(?:live|exclusively|coverage|nationally|\w+day)\s+){0,2}"
    rf"on\s+{BETWEEN_CUE_AND_NAME}$"
)
# What others put into its mouth: "posts claim the BBC reported".
_MISQUOTED = re.compile(
    r"\b(?:[Pp]osts?|[Uu]sers?|[Vv]ideos?|[Ii]mages?|[Ss]creenshots?|[Cc]lips?|[Rr]umou?rs?|[Mm]emes?)"
    r"\s(?:[\w-]+\s+){0,4}?(?:claim|claims|claimed|claiming|purport\w*|falsely\s+\w+)\s+(?:that\s+|to\s+show\s+)?"
    r"(?:an?\s+|the\s+)?$"
)
# The outlet speaks of itself: "CNN said in a statement", "CNN named a new chief executive".
_OF_ITSELF = re.compile(
    r"\s+(?:(?:has|had|also|later)\s+){0,2}(?:(?:said|says|added|confirmed|announced|wrote)\s+in\s+(?:an?|its|the)\s+(?:[\w-]+\s+)?"
    r"(?:statement|memo|filing|note\s+to|letter\s+to|email\s+to|message\s+to)\b"
    # What it never published, what it tells others or gives its own people.
    r"|published\s+no\s+such\b|(?:never|did\s+not|didn['’]t|(?:has|have|had)\s+(?:not|never))\s+(?:publish|report|air|post|run|ran|said|carr|releas)"
    r"|(?:confirmed|denied|clarified|explained|said)\s+(?:this\s+)?to\s+(?:the\s+)?[A-Z]"
    r"|(?:said|says)\s+(?:its\s+|the\s+)?(?:profits?|revenues?|sales|subscriptions?|earnings|advertising|circulation)\b"
    r"|\w+(?:\s+[\w-]+){1,6}?\s+(?:for|to|of)\s+its\s+(?:own\s+)?(?:staff|employees|journalists|reporters|subscribers|shareholders|workers|newsroom)\b"
    r"|(?:named|names|appointed|appoints|hired|hires|promoted|tapped|picked)\s+[^.;“”]{0,60}?\b"
    r"(?:executive|editor|CEO|president|anchor|hosts?|director|correspondent|publisher|chair\w*|bureau)\b)"
)
# Where the article itself comes from.
_REPRINT = re.compile(
    r"(?:this|the)\s+(?:article|story|piece|report|post)\s+(?:was|is|has\s+been|first|originally)\s"
)
_PATTERNS = compile_patterns(load_table("en"))
_MAX_DATELINE_CHARS = 60
_DATELINE_END = re.compile(r"\s*(?:[)\]/,:|—–-]|$)|\s+(?:[Pp]hoto|[Nn]ews\b)")
_DATELINE = re.compile(r"^\s*(?:[A-ZÀ-Þ]{2,}[\w,. ]{0,40})?\(\s*$")


def is_cited(text: str, start: int, end: int, low: int, high: int, needs_cue: bool) -> bool:  # noqa: FBT001 - a fact of the mention
    """Tell whether the name at `start:end` is cited, in its sentence `low:high`.

    A name that needs a cue, for it is a word or a person's too, must not be part of a longer name.
    """
    before = text[max(low, start - WINDOW_CHARS) : start]
    if start - low <= WINDOW_CHARS:
        # The first word of a sentence is a citing word like any other, capital or not.
        before = before[:1].lower() + before[1:]
    after = _NAME_END.sub("", text[end : min(high, end + WINDOW_CHARS)], count=1)
    surface = text[start:end]
    if _REPRINT.match(before):
        return False
    if is_person(text, low, start, end) or _is_dateline(text, start, after):
        return False
    if (needs_cue and is_other_entity(surface, before, after)) or _OF_ITSELF.match(after):
        return False
    if _MISQUOTED.search(before):
        return False
    # Whatever stands before, what the outlet does itself makes it a source.
    if _AFTER.match(after) or _PATTERNS.matches_both_sides(before, surface, after):
        return True
    if needs_cue and re.match(r"\s+[A-Z][a-z]", after):
        return False
    if _named_as_source(before, after):
        return True
    return bool(
        _BEFORE_END.search(text[max(0, start - 12) : start])
        and _END.match(text[end:])
        and end > len(text) // 2
    )


def _is_dateline(text: str, start: int, after: str) -> bool:
    """Tell whether a name stands in the brackets of a dateline."""
    return (
        start <= _MAX_DATELINE_CHARS
        and _DATELINE.match(text[:start]) is not None
        and _DATELINE_END.match(after) is not None
    )


def _named_as_source(before: str, after: str) -> bool:
    """Tell whether the words on one side of a name make it a source, and no topic."""
    about = bool(_TOPIC_BEFORE.search(before)) or (
        "interview" not in before and bool(_SHOWN_BEFORE.search(before))
    )
    if CUE_BEFORE_NAME.search(before):
        return not about
    if not about and (_PATTERNS.matches_one_side(before, after) or _INVERTED.search(before)):
        return True
    if (
        _AFTER_POLL.match(after)
        or _WITNESS.match(after)
        or (_SEEN_AFTER.match(after) and _PAPERS_BEFORE.search(before))
    ):
        return True
    return not about and not _TOPIC_AFTER.match(after) and bool(_AFTER_NOUN.match(after))
