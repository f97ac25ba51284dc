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
    NoArticles,
    NoPlots,
    NotADate,
    NotFound,
    NothingToServe,
    Notice,
    NotVerbatim,
    NotWritten,
    ReloadRunning,
    Server,
    SeveralServers,
    TooLongToShow,
    TooMuch,
    UnknownOutlet,
)

_DETAIL = 200
"""Characters of a wrong value that are repeated; whoever sees the line knows the rest."""
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
    NoArticles: "error.no-articles",
    BuildStopped: "error.build-stopped",
    ModeratorsOnly: "error.moderators-only",
    NoPlots: "error.no-plots",
    TooLongToShow: "error.too-long-to-show",
}


def fault(say: Speech, one: Fault) -> str:
    """`path:line: what`, for one fault."""
    what, detail = say(f"fault.{one.kind.replace(' ', '-')}"), _line(one.detail, _DETAIL)
    if one.kind in _EXPECTED and detail:
        what = say("fault.expected", what=what, expected=detail)
    elif one.kind is FaultKind.DUPLICATE and one.detail:
        what = say("fault.duplicate-of", other=_line(one.detail))
    elif detail:
        what += f" ({detail})"
    place = _place(one.path, one.line)
    return f"{place}: {one.key}: {what}" if one.key else f"{place}: {what}"


def notice(say: Speech, one: Notice) -> str:
    """`path:line: what`, for one notice."""
    values = {name: _line(value) for name, value in one.values}
    return f"{_place(one.path, one.line)}: " + say(f"notice.{one.kind.replace(' ', '-')}", **values)


def _place(path: str, line: int | None) -> str:
    return _line(path) if line is None else f"{_line(path)}:{line}"


def _line(text: str, most: int | None = None) -> str:
    """A text of a file on one line, of at most so many characters."""
    line = " ".join(text.splitlines())
    return line if most is None or len(line) <= most else line[: most - 1] + "…"


def error(say: Speech, problem: BylineError) -> str:
    """What went wrong, as the user reads it; several faults a line each."""
    match problem:
        case Faults(faults):
            return "\n".join(fault(say, one) for one in faults)
        case NothingToServe(path, report):
            return "\n".join([say("error.nothing-to-serve", path=path), *(fault(say, one) for one in report.faults)])
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
        case SeveralServers(servers):
            named = say.all_of([_server(say, one) for one in servers])
            setting = f"servers = [{', '.join(one.id for one in servers)}]"
            return say("error.several-servers", servers=named) + "\n" + setting
        case NotVerbatim(passage):
            return say("error.not-verbatim", passage=passage)
        case _:
            return say(_ALWAYS.get(type(problem), "error.unknown"))


def _server(say: Speech, one: Server) -> str:
    return say("error.server", name=one.name, id=one.id) if one.name else one.id
