"""Discord's events to the desk and its replies back."""

from __future__ import annotations

import logging

_log = logging.getLogger(__name__)

_TYPING_PATIENCE = 1.0
"""Seconds that an answer waits for Discord to show that it is being written."""
_MAY_NOT_REPLY = 160002
