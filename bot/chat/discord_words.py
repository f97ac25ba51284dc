"""What only Discord needs said: buttons for pages, descriptions of commands, trouble with Discord itself."""

from __future__ import annotations

PREVIOUS = "Previous page"
NEXT = "Next page"

ASK = "Ask a question; the answer is a passage from the articles, word for word"
ASK_QUESTION = "What you want to know"
ASK_PRIVATE = "Only you see the answer"
HELP = "What you can ask, and how"
CORPUS = "The articles that answers come from; for moderators"
RELOAD = "Read the articles again"
LIST = "Which articles are served"
STATUS = "How many articles and passages are served, and since when"

PRIVATE = "The answer is private."
NOT_ALLOWED = "I may not write in {channel}, so here is the answer:"


def page_of(number: int, total: int) -> str:
    """Where a reader is, counted from 1."""
    return f"Page {number:,} of {total:,}"


def may_not_write(channel: str) -> str:
    """Said privately before an answer that could not be given where it was asked for."""
    return NOT_ALLOWED.format(channel=channel)
