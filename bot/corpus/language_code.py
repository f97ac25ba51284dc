"""Languages as people write them in front matter: codes, locales and names."""

from __future__ import annotations

import re

_CODES = frozenset(
    re.findall(
        r"\w\w",
        "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs "
        "cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha "
        "he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn "
        "ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb "
        "nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd "
        "se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw "
        "ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu",
    )
)
_NAMES = {
    "en": "english eng англійська английский",
    "uk": "ukrainian ukr ua українська украинский",
    "ru": "russian rus російська русский",
    "de": "german deutsch deu ger німецька",
    "es": "spanish español espanol spa іспанська",
    "fr": "french français francais fra fre французька",
    "el": "greek ελληνικά ell gre грецька",
    "ar": "arabic العربية ara арабська",
    "tr": "turkish türkçe turkce tur турецька",
    "pl": "polish polski pol польська",
    "it": "italian italiano ita італійська",
    "pt": "portuguese português por португальська",
    "zh": "chinese 中文 zho chi китайська",
    "ja": "japanese 日本語 jpn японська",
}
_CODE_OF_NAME = {name: code for code, names in _NAMES.items() for name in names.split()}
_LOCALE = re.compile(r"([a-z]{2})(?:[-_][a-z0-9-_]+)?(?:\.utf-?8)?")


def language_code(text: str) -> str | None:
    """Return the ISO 639-1 code of a language; None where the text names none."""
    folded = text.strip().casefold()
    if folded in _CODE_OF_NAME:
        return _CODE_OF_NAME[folded]
    found = _LOCALE.fullmatch(folded)
    return found[1] if found and found[1] in _CODES else None
