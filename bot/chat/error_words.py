"""What went wrong, as the user reads it."""

from __future__ import annotations

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
    NotFound,
    NothingToServe,
    NotVerbatim,
    NotWritten,
    ReloadRunning,
)

UNKNOWN_ERROR = "Something went wrong on my side; it is in the log. Please ask again."
_FAULTS = {
    FaultKind.MISSING: "there is no such file or folder",
    FaultKind.UNREADABLE: "it can't be read",
    FaultKind.NOT_UTF8: "it is not UTF-8 text",
    FaultKind.EMPTY: "the file is empty",
    FaultKind.SYNTAX: "it is not written correctly",
    FaultKind.FRONT_MATTER: "the front matter can't be read",
    FaultKind.WRONG_TYPE: "wrong type of value",
    FaultKind.WRONG_DATE: "no date of the form YYYY-MM-DD",
    FaultKind.WRONG_VALUE: "wrong value",
    FaultKind.UNKNOWN_KEY: "nobody knows this key",
    FaultKind.MISSING_KEY: "this key is missing",
    FaultKind.DUPLICATE: "it is there twice",
    FaultKind.NOT_IN_CORPUS: "the articles hold no such passage",
}
_EXPECTED = {FaultKind.WRONG_TYPE, FaultKind.WRONG_VALUE}
_NO_DISCORD = {
    DiscordTrouble.MISSING: "There is no Discord token: set DISCORD_TOKEN, or use `python -m bot chat` for a chat here.",
    DiscordTrouble.REFUSED: "Discord does not accept the token: copy it anew from the developer portal into DISCORD_TOKEN.",
    DiscordTrouble.UNREACHABLE: "Discord can't be reached: check the network connection and start again.",
}
_ALWAYS: dict[type[BylineError], str] = {
    ReloadRunning: "A reload is running already; its result comes soon.",
    Busy: "More is being asked than I can answer at once: please ask again in a moment.",
    BuildStopped: "Reading the articles was stopped from outside; most likely the machine is out of memory.",
    ModeratorsOnly: "Only moderators can do this: members with Manage Server or a moderator role.",
    NoPlots: "A picture needs matplotlib, which is not installed: python -m pip install matplotlib",
}


def fault(one: Fault) -> str:
    """`path:line: what`, for one fault."""
    place = one.path if one.line is None else f"{one.path}:{one.line}"
    what = _FAULTS[one.kind]
    if one.kind in _EXPECTED and one.detail:
        what += f", expected {one.detail}"
    elif one.kind is FaultKind.DUPLICATE and one.detail:
        what = f"another file gives an article of the same id: {one.detail}"
    elif one.detail:
        what += f" ({one.detail})"
    return f"{place}: {one.key}: {what}" if one.key else f"{place}: {what}"


def error(problem: BylineError) -> str:
    """What went wrong, as the user reads it; several faults a line each."""
    match problem:
        case Faults(faults):
            return "\n".join(map(fault, faults))
        case NothingToServe(path, faults):
            return "\n".join([f"No article can be read from {path}.", *map(fault, faults)])
        case NotFound(name):
            return f"The corpus holds no “{name}” (any more)."
        case NotVerbatim(passage):
            return f"The passage {passage} is not what its article says, so I don't show it. Please reload the corpus."
        case BadInput(line, detail):
            return f"Line {line} is not a question: {detail}."
        case NotWritten(path, detail):
            return f"{path} can't be written: {detail}." if detail else f"{path} can't be written."
        case DiscordUnavailable(trouble):
            return _NO_DISCORD[trouble]
        case _:
            return _ALWAYS.get(type(problem), UNKNOWN_ERROR)
