"""Replies that stand somewhere already, as requests and replies name them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ClickedReply:
    """The reply below which something was clicked, as a front end knows it."""

    key: str
    """Stands for this one reply, whoever clicks and whenever."""
    question: str = ""
    """What it answers; may be cut; empty where nobody knows."""


@dataclass(frozen=True, slots=True)
class PostedReply:
    """A message of ours that everybody in its channel sees."""

    channel: str
    message: str
