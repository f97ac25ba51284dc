"""What went wrong, as the user reads it."""

from __future__ import annotations

import math

from bot.chat.speech import Speech
from bot.errors import (
    BadInput,
    BuildStopped,
    Busy,
    BylineError,
    DiscordTrouble,
    DiscordUnavailable,
    Fault,
    FaultKind,
    Faults,
    ModeratorsOnly,
    NoPlots,
    NotADate,
    NotFound,
    NothingToServe,
    NotVerbatim,
    NotWritten,
    ReloadRunning,
    TooLongToShow,
    TooMuch,
    UnknownOutlet,
)

_EXPECTED = {FaultKind.WRONG_TYPE, FaultKind.WRONG_VALUE}
_NO_DISCORD = {
    DiscordTrouble.MISSING: "error.no-token",
    DiscordTrouble.REFUSED: "error.bad-token",
    DiscordTrouble.INTENT: "error.no-message-content",
    DiscordTrouble.UNREACHABLE: "error.no-network",
}
_ALWAYS: dict[type[BylineError], str] = {
    ReloadRunning: "error.reload-running",
    Busy: "error.busy",
    BuildStopped: "error.build-stopped",
    ModeratorsOnly: "error.moderators-only",
    NoPlots: "error.no-plots",
    TooLongToShow: "error.too-long-to-show",
}


def fault(say: Speech, one: Fault) -> str:
    """`path:line: what`, for one fault."""
    place = one.path if one.line is None else f"{one.path}:{one.line}"
    what = say(f"fault.{one.kind.replace(' ', '-')}")
    if one.kind in _EXPECTED and one.detail:
        what = say("fault.expected", what=what, expected=one.detail)
    elif one.kind is FaultKind.DUPLICATE and one.detail:
        what = say("fault.duplicate-of", other=one.detail)
    elif one.detail:
        what += f" ({one.detail})"
    return f"{place}: {one.key}: {what}" if one.key else f"{place}: {what}"


def error(say: Speech, problem: BylineError) -> str:
    """What went wrong, as the user reads it; several faults a line each."""
    match problem:
        case Faults(faults):
            return "\n".join(fault(say, one) for one in faults)
        case NothingToServe(path, faults):
            return "\n".join([say("error.nothing-to-serve", path=path), *(fault(say, one) for one in faults)])
        case BadInput(line, detail):
            return say("error.bad-input", line=str(line), detail=detail)
        case NotWritten(path, detail):
            return say("error.not-written-because", path=path, detail=detail) if detail else say("error.not-written", path=path)
        case TooMuch(seconds, in_channel):
            # Never less than it takes.
            return say("error.too-much-in-channel" if in_channel else "error.too-much", wait=say.count("second", max(1, math.ceil(seconds))))
        case DiscordUnavailable(trouble):
            return say(_NO_DISCORD[trouble])
        case _:
            return _of_a_name(say, problem)


def _of_a_name(say: Speech, problem: BylineError) -> str:
    """What goes wrong with one thing, or with none."""
    match problem:
        case NotFound(name):
            return say("error.not-found", name=name)
        case UnknownOutlet(name):
            return say("error.unknown-outlet", name=name)
        case NotADate(text):
            return say("error.not-a-date", text=text)
        case NotVerbatim(passage):
            return say("error.not-verbatim", passage=passage)
        case _:
            return say(_ALWAYS.get(type(problem), "error.unknown"))
