"""The phrases by which a text says that a content comes from an outlet, and those by which it only speaks of one.

Each frame is tried on the words right before or right after a name, inside its sentence, so that the work for a passage
grows with its names alone.
"""

from __future__ import annotations

import re

WINDOW = 160
_DAY = (
    r"(?:(?:early|late|on|last|this|earlier)\s+)*"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:['’]s)?(?:\s+(?:night|morning|evening|afternoon))?"
)
_NEWSROOM = (
    "newspapers?|papers?|magazine|agency|agencies|news|wire|service|channel|television|TV|radio|station|broadcaster|network|outlet|outlets|"
    "website|site|portal|tabloid|publication|daily|weekly|media|programme|program|show|podcast|affiliate|edition"
)
# What may stand between the citing words and the name: "the state-run Russian news agency".
_GLUE = (
    rf"(?:(?:the|a|an|its|his|her|their|local|regional|national|state|public|private|independent|opposition|government|official|popular|"
    rf"influential|leading|business|financial|sports|online|investigative|conservative|liberal|right-wing|left-wing|pro-\w+|semi-\w+|two|three|several|same|"
    rf"[\w’'ʼ-]+-(?:owned|run|based|backed|language|controlled|affiliated)|{_NEWSROOM}|[A-Z][\w’'ʼ.-]*)\s+){{0,6}}[\"“'‘]?"
)
_BEFORE = re.compile(
    r"(?:\b[Aa]ccording to|\b[Pp]er|\bas per|\b[Cc]iting|\bcites?|\bcited|\b[Qq]uoting|\bquotes|\bquoted|\b[Rr]eferring to|\breference to|\breferencing|"
    r"\btold|\btells|\btelling|\binformed|\bassured|"
    r"\b(?:confirmed|disclosed|revealed|explained|admitted|recounted|complained|spoke|speaking|spoken|talking|talked|said|wrote|remarks?|"
    r"comments?|statement|commentary|interviews?|letter|testimony|email)\s+(?:(?:he|she|they)\s+(?:made|gave)\s+)?to|"
    rf"\b(?:said|says|saying|asked|stated|appeared|appearing|appearance|speaking|spoke|wrote|writes|writing|written|published|aired|reported|"
    rf"argued|interview(?:ed|s)?|interviewing|conversation|report|"
    rf"reporting|investigation|account|accounts|poll|polls|survey|analysis|commentary|review|obtained|reviewed|seen|viewed|verified|"
    rf"compiled|released|conducted|commissioned|uncovered|revealed|broadcast|carried|quoted|remarks|footage|videos?|images|data|tally|"
    rf"recording|estimates?|calculations?|documents|profiled|cited|acknowledged|claimed|insisted|declared|complained|suggested|"
    rf"denied|admitted|noted|added|revealed|shared|anger|views?|appearances?)"
    rf"(?:\s+{_DAY})?\s+(?:published\s+|aired\s+|broadcast\s+|released\s+|posted\s+)?(?:{_DAY}\s+)?(?:on|in|with|by|for|from|of)(?:\s+{_DAY}\s+(?:on|with|by))?"
    r"|\b(?:in|to|per)\s+(?:an?|his|her|their|the|its)\s+(?:[\w-]+\s+){0,2}(?:articles?|story|piece|column|op-ed|essay|editorial|letter)"
    r"\s+(?:published\s+)?(?:on|in|by|for|from)"
    r"|\b(?:said|shared|acknowledged|discussed|revealed|announced|insisted|conceded)\b[^.;:\"“”]{0,60}\son"
    r"|\b(?:wrote|writes|said|says|argued)\s+(?:[A-ZÀ-Þ][\w’'ʼ.-]+\s+){0,2}[A-ZÀ-Þ][\w’'ʼ.-]+,\s[^.;\"“”]{2,90},\s+(?:in|on|for)"
    rf"|\b(?:said|says|wrote|writes|argued|noted|asked|added|reported|explained)\s+(?:[A-Z][\w’'ʼ.-]+\s+){{1,3}}(?:in|on|for)"
    rf")\s+{_GLUE}$"
)
_VERB = (
    r"(?:reports(?!\s+(?:emerged|surfaced|appeared|were|was|are|is|had|have|about|of)\b)|report(?=\s+(?:that|on)\b)|reported|reporting|ran|carried|(?:gives|gave)\s+(?:an?\s+|the\s+)?(?:different|other|another|similar|lower|higher|figures?|accounts?|details)|spoke\s+(?:to|with)|talked\s+to|says?|said|saying|writes?|wrote|written|notes?|noted|claims?|claimed|adds?|added|quotes?|quoted|"
    r"cites?|cited|reveals?|revealed|finds?(?:\s+out)?|found(?:\s+out)?|learn(?:s|ed|t)|published|publishes|describes?|described|"
    r"estimates?|estimated|announced|recalls?|recalled|points?\s+out|pointed\s+out|emphasi[sz]e[sd]?|explains?|explained|believes?|"
    r"calls|called|confirms?|confirmed|broke|suggests?|suggested|details|detailed|characteri[sz]e[sd]?|states?|stated|clarifie[sd]|specifie[sd]|"
    r"draws?\s+attention|drew\s+attention|warns?|warned|argues?|argued|asserts?|asserted|puts?\s+it|obtained|reviewed|interviewed|"
    r"discovered|discovers|uncovered|established|calculate[sd]|predicts?|predicted|hailed|concludes?|concluded|observe[sd]|mentions?|mentioned|"
    r"showed|shows|aired|broadcast|released|cautioned|opined|alleges?|alleged|names?|named|identifie[sd]|tallied|counted|indicates?|indicated)"
)
_ADVERB = (
    rf"(?:has|have|had|also|first|previously|earlier|later|recently|then|itself|separately|meanwhile|reportedly|however|in\s+turn|was\s+the\s+first\s+to|"
    rf"were\s+the\s+first\s+to|exclusively|today|yesterday|{_DAY}|on\s+[A-Z][a-z]+\s+\d{{1,2}}|last\s+\w+|this\s+\w+)"
)
_TAIL = rf"(?:['’ʼ]s?)?(?:\s+(?:{_NEWSROOM})){{0,3}}(?:\s*\([^)]{{0,60}}\))?"
_STAFF = r"(?:['’ʼ]s?\s+(?:[A-ZÀ-Þ][\w.’-]+\s+){0,2}[A-ZÀ-Þ][\w.-]+(?:\s+and\s+(?:[A-ZÀ-Þ][\w.-]+\s?){1,3})?)"
_BESIDE = r"(?:,?\s+and\s+(?:several|other|some|many)\s[^,.;]{3,40}?)?"
_AFTER = re.compile(
    rf"(?:{_STAFF}|{_TAIL}){_BESIDE}(?:,\s*[^,;.]{{3,90}},)?(?:\s+{_ADVERB}){{0,3}}\s+{_VERB}\b|{_TAIL},\s+(?:citing|quoting|referring\s+to|with\s+reference\s+to)\b"
)
_AFTER_NOUN = re.compile(
    r"(?:['’ʼ]s?)?(?:[/-][A-Z][\w&]*(?:\s+[A-Z]\w+){0,2})*(?:\s+(?:own|latest|new|recent|exclusive|national|final|online|joint|\w+ly|[A-Z]\w+)){0,2}\s+"
    r"(?:polls?|surveys?|interviews?|investigations?|analysis|sources?|tally|exit\s+polls?|calculations?|report|account|results|"
    r"average|estimates?|database|tracker|review\s+of)\b"
)
_AFTER_POLL = re.compile(
    r"(?:['’ʼ]s?)?(?:[/-][A-Z][\w&]*(?:\s+[A-Z]\w+){0,2})*(?:\s+(?:own|latest|new|recent|national|final|\w+ly|[A-Z]\w+)){0,2}\s+"
    r"(?:[Pp]olls?|[Ss]urveys?|op-ed|exit\s+polls?)\b"
)
_END = re.compile(r"\s*[\])]?\.?\s*[\])]?\s*$")
_BEFORE_END = re.compile(r"(?:[.!?\"”’]\s*(?:—|–|--|-)|[\[(])\s*(?:the\s+)?$")
_INVERTED = re.compile(rf"(?:^|[,\"”’'])\s*(?:has\s+|also\s+)?(?:{_VERB})\s+{_GLUE}$")
# The outlet is what the text is about: "comment on the Guardian report", "sued CNN", "owner of the Sun".
_TOPIC_BEFORE = re.compile(
    r"\b(?:[Cc]omment(?:ed|ing)?\s+on|respond(?:ed|ing)?\s+to|response\s+to|react(?:ed|ing)?\s+to|reaction\s+to|den(?:y|ied|ies)|dismiss(?:ed)?|"
    r"reject(?:ed)?|criticis\w+|criticiz\w+|slammed|attack(?:ed|s|ing)?|sue[sd]?|suing|lawsuit\s+against|owns?|owned|owners?\s+of|bought|acquired|"
    r"ban(?:ned)?|block(?:ed)?|editor\s+of|editor-in-chief\s+of|founder\s+of|publisher\s+of|head\s+of|journalists?\s+(?:of|from|for|with)|"
    r"reporters?\s+(?:of|from)|correspondents?\s+(?:of|from)|subscribe\s+to|reviews?\s+from|worked?\s+(?:for|at)|joined|left|works\s+for|"
    rf"photo(?:graph)?\s+(?:by|from)|following|after|about)\s+{_GLUE}$",
)
_TOPIC_AFTER = re.compile(
    r"(?:['’ʼ]s?)?\s+(?:\w+\s+){0,2}(?:correspondents?|journalists?|reporters?|editors?|editor-in-chief|anchors?|hosts?|columnists?|photographers?|"
    r"contributors?|analysts?|commentators?|owners?|shares?|spokes(?:wo)?man|spokesperson|employees?|staff(?:ers)?|executives?|headquarters|building|"
    r"office|offices|newsroom|bureau|audience|subscribers|readers|viewers|debates?|town\s+hall|moderators?|award|lawyers?|reputation|website|photo)\b"
)
_PERSON_SAYS = re.compile(r"(?:['’ʼ]s?)?\s+(?:[A-Z][\w’'ʼ.-]*\s+){1,3}")
_NAME_BEFORE = re.compile(r"(?:^|[^\w.])([A-ZÀ-ÞА-ЯІЇЄҐ][\w’'ʼ-]+)\s+$")
_ADJECTIVE = re.compile(r"(?:an|ean|ian|ish|ese|ch|ni|qi|ic|[’'ʼ]s|day|TV|News|Newspaper|Agency|Radio|Media|The|That|As|But|And|When|While|On|In|By)$")
_DATELINE = re.compile(r"^\s*(?:[A-ZÀ-Þ]{2,}[\w,. ]{0,40})?\(\s*$")


def cites(text: str, start: int, end: int, low: int, high: int, strict: bool) -> bool:  # noqa: FBT001 - a fact of the mention
    """Whether the name at `start:end` is cited, in its sentence `low:high`.

    A strict name, which is a word or a person's too, must not be part of a longer name.
    """
    before = text[max(low, start - WINDOW) : start]
    if start - low <= WINDOW:
        # The first word of a sentence is a citing word like any other, capital or not.
        before = before[:1].lower() + before[1:]
    after = text[end : min(high, end + WINDOW)]
    if _is_person(before, after, text[start:end]) or (start <= 60 and _DATELINE.match(text[:start])):
        return False
    if strict and re.match(r"\s+[A-Z][a-z]", after) and not _AFTER.match(after):
        return False
    if _BEFORE.search(before):
        return not (_TOPIC_BEFORE.search(before) and not _AFTER.match(after))
    if _AFTER.match(after):
        return True
    if _INVERTED.search(before) and not _TOPIC_BEFORE.search(before):
        return True
    if _AFTER_POLL.match(after):
        return True
    if _TOPIC_BEFORE.search(before) or _TOPIC_AFTER.match(after):
        return False
    if _AFTER_NOUN.match(after):
        return True
    return bool(_BEFORE_END.search(text[max(0, start - 12) : start]) and _END.match(text[end:]) and end > len(text) // 2)


def _is_person(before: str, after: str, surface: str) -> bool:
    """Michael Bloomberg, Otto Reuter: one word behind a first name."""
    if " " in surface or surface.isupper():
        return False
    name = _NAME_BEFORE.search(before)
    if not name or _ADJECTIVE.search(name[1]):
        return False
    return not re.match(r"\s+(?:News|TV|Television|Radio|magazine|newspaper)\b", after)
