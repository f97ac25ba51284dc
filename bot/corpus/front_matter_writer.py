"""Front matter written so that our reader, and any reader of YAML, finds the same values in it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from bot.text.display import to_single_line

# YAML has them in no text; JSON writes only the first of them as numbers.
_UNPRINTABLE = re.compile("[\x7f-\x84\x86-\x9f\ufffe\uffff]")


def write_front_matter(values: Mapping[str, str]) -> str:
    """Return the block of keys and values that stands before an article; empty values are left out.

    Each value becomes one line in quotes: nothing in it can be taken for YAML.
    """
    lines = [
        f"{key}: {json.dumps(line, ensure_ascii=False)}"
        for key, value in values.items()
        if (line := _UNPRINTABLE.sub("", to_single_line(value)))
    ]
    return "\n".join(["---", *lines, "---", ""])
