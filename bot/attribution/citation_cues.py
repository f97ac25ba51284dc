"""Words that stand before an outlet's name and make it a source: "according to", "told"."""

from __future__ import annotations

import re

from bot.attribution.pattern_tables import load_table, template

_TABLE = load_table("en")
_EXPAND = template(_TABLE)
DAY = _EXPAND("{day}")
NEWSROOM_NOUNS = _EXPAND("{newsroom}")
NAME_NOUNS = "|".join(_TABLE["words"]["titlenoun"].split()).replace("_", " ")
"""Words that names of outlets end with."""
BETWEEN_CUE_AND_NAME = _EXPAND(_TABLE["patterns"]["between"])
"""What may stand between a cue and the name: "the state-run Russian news agency"."""
CUE_BEFORE_NAME = re.compile(
    rf"\b(?:{'|'.join(_EXPAND(cue['before']) for cue in _TABLE['cue'])})\s+{BETWEEN_CUE_AND_NAME}$"
)
