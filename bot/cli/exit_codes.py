"""What a command ends with."""

from __future__ import annotations

OK, FAILED, BAD_USAGE, ABSTAINED, INTERRUPTED = 0, 1, 2, 3, 130
