"""Lines of a file that are no text: rules, images, addresses, tags, and what leads elsewhere."""

from __future__ import annotations

import re

from bot.text.display import is_visible

# A target may hold one pair of parentheses.
_TARGET = r"\((?:[^()\n]|\([^()\n]*\))*\)"
_IMAGE = rf"!\[[^\]\n]*\](?:{_TARGET}|\[[^\]\n]*\])"
_LINK = rf"\[(?:[^\[\]\n]|{_IMAGE})*\](?:{_TARGET}|\[[^\]\n]*\])"
_ADDRESS = r"<?(?:https?://|www\.)[^\s<>]+>?"
_TAG = r"</?[A-Za-z][\w:-]*(?:\s[^<>]*)?/?>"
_MARKER = r"(?:>[ \t]*)*(?:[-+*•·–—▪►→»]|\d{1,3}[.)])?[ \t]*(?:\[[ xX]\][ \t]*)?"
_NO_TEXT = re.compile(
    rf"(?:{_IMAGE}|!\[\[[^\]\n]*\]\]|\[{_IMAGE}\]{_TARGET}|{_TAG}|\s|[*_]"
    r"|\{\{[%<]?.*?[%>]?\}\}|\{%.*?%\}|\{[:#.][^{}\n]*\}"
    r"|\[{1,2}/?(?:caption|gallery|embed|video|audio|image|toc|more|ad)\b[^\]\n]*\]{1,2})+",
    re.IGNORECASE,
)
_LINK_DEFINITION = re.compile(
    r"\[[^\]\n^][^\]\n]*\]:[ \t]*<?(?:[a-z][a-z0-9+.-]*:|/|\.|#|www\.|[\w./-]+\.\w{2,4}(?!\S))\S*>?"
    r"(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\)))?",
    re.IGNORECASE,
)
_RULE = re.compile(r"(?:[^\w\s|]\s*)+")
_LINKS_ONLY = re.compile(
    rf"{_MARKER}[*_]{{0,3}}(?:(?:{_LINK}|{_ADDRESS})[*_]{{0,3}}[\s,;|·•/]*)+[*_]{{0,3}}",
)
_LEADS_ELSEWHERE = re.compile(
    rf"{_MARKER}[*_#\[ ]{{0,6}}(?:(?:read|see|watch|listen|learn|find\s+out)"
    r"\s+(?:more|also|next|here|now"
    r"|the\s+full\s+(?:story|article|report))|(?:also|further)\s+(?:read|reading|on)|see\s+also"
    r"|related(?:\s+(?:stories|articles|news|content|coverage|posts|links|topics))?"
    r"|more\s+(?:on\s+this(?:\s+story)?|stories|news|from|coverage|like\s+this)"
    r"|you\s+(?:may|might)\s+also\s+like"
    r"|recommended|don['’]t\s+miss|continue\s+reading|in\s+this\s+article|most\s+read"
    r"|читайте?\s+(?:також|ще|далі|повністю)|читати\s+(?:також|далі|ще)|дивіться\s+також"
    r"|більше\s+(?:по|на)\s+темі?|за\s+темою|по\s+темі"
    r"|читайте?\s+по\s+теме"
    r"|читайте\s+также|читать\s+далее|(?:по|на)\s+(?:этой\s+)?теме?|смотрите\s+также"
    r"|(?:lesen|sehen)\s+sie\s+auch|lies\s+auch|mehr\s+(?:zum\s+thema|dazu)|siehe\s+auch|weiterlesen"
    r"|(?:à\s+)?(?:lire|voir)\s+aussi|à\s+lire|sur\s+le\s+même\s+sujet)(?P<after>.*)",
    re.IGNORECASE,
)
_CALL = re.compile(
    rf"{_MARKER}[*_\[ ]{{0,6}}(?:(?:click\s+here|subscribe|sign\s+up|follow\s+us"
    r"|share\s+this\s+(?:article|story|post|page)|підписуйтесь|підпишіться|подписывайтесь)\b.{0,60}"
    r"|(?:advertisement|sponsored\s+content|share\s+this|реклама|поділитися|anzeige|publicité)\W*)",
    re.IGNORECASE,
)
_AFTER_LABEL = re.compile(r"[*_\]]*\s*(?:[:：|»›→>…-].*|\(.*|[.!]?[*_\]]*|https?://.*)", re.DOTALL)
_MAX_LABEL_CHARS, _MAX_LINE_CHARS = 200, 2000
"""Characters of a line that is looked at: as a label without its addresses, and at all."""
_MAX_LABEL_WORDS = 6
"""Words of a label that ends in a full stop; more of them say something."""
_MAY_BE_LABEL = re.compile(
    r"[\W_\d]*(?:rea|see|wat|lis|lea|fin|als|fur|rel|mor|you|rec|don|con|in |mos|cli|sub|sig|fol"
    r"|sha|adv|spo|чит|див|біл|за |по |на |під|рек|под|смо|les|seh|lie|meh|sie|wei|à |lir|voi|sur"
    r"|anz|pub|www)",
    re.IGNORECASE,
)
_LINK_INSIDE = re.compile(_LINK)
_DATA_IMAGE = re.compile(r"!\[[^\]\n]*\]\([^()\s]*\)")
_FENCE = re.compile(r"(?:```+|~~~+)\s*[\w-]*")
_CLOSED_SENTENCE = re.compile(r"[.!?…][\"'”’»)]*\]")


def is_no_text(line: str) -> bool:
    """Tell whether a line of Markdown parts or decorates the text, and so ends a paragraph."""
    if line[:1].isalnum():
        return False
    if len(line) > _MAX_LINE_CHARS:
        return bool(_DATA_IMAGE.fullmatch(line))
    return any(
        pattern.fullmatch(line) for pattern in (_NO_TEXT, _LINK_DEFINITION, _RULE, _FENCE)
    ) or not is_visible(line.replace("&nbsp;", " "))


def leads_elsewhere(lines: list[str]) -> bool:
    """Tell whether a block only sends readers on: "Read more:", links and addresses alone."""
    first = lines[0]
    may_link = "]" in first or "://" in first or "www." in first
    # Nearly every paragraph ends here.
    if not may_link and (len(first) > _MAX_LABEL_CHARS or not _MAY_BE_LABEL.match(first)):
        return False
    if max(map(len, lines)) > _MAX_LINE_CHARS:
        return False
    if all(map(_LINKS_ONLY.fullmatch, lines)):
        # A paragraph that is one link is text all the same.
        return len(lines) > 1 or not _CLOSED_SENTENCE.search(lines[0])
    return _is_label(lines[0]) and all(map(_LINKS_ONLY.fullmatch, lines[1:]))


def _is_label(line: str) -> bool:
    is_sentence = line.endswith(".") and len(line.split()) > _MAX_LABEL_WORDS
    if _CALL.fullmatch(line):
        return not is_sentence
    found = _LEADS_ELSEWHERE.fullmatch(line)
    if found is None:
        return False
    if _LINK_INSIDE.search(line):
        return len(_LINK_INSIDE.sub("", line)) <= _MAX_LABEL_CHARS
    return (
        len(line) <= _MAX_LABEL_CHARS
        and bool(_AFTER_LABEL.fullmatch(found["after"]))
        and not is_sentence
    )
