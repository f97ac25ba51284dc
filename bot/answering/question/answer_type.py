"""The types of answers that a question may want and a sentence may give."""

from __future__ import annotations

from enum import StrEnum


class AnswerType(StrEnum):
    """What an answer must hold; indexes store the place in this list."""

    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    DATE = "date"
    NUMBER = "number"
    AGE = "age"
    MONEY = "money"
    DURATION = "duration"
    SHARE = "share"
    REASON = "reason"
    QUOTATION = "quotation"
    OUTLET = "outlet"
    YES_NO = "yes_no"
    OTHER = "other"
    QUESTION = "question"
    """No question wants one: who asks is not answered by what asks as well."""
