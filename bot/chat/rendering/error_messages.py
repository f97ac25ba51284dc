"""What went wrong, as the user reads it."""

from __future__ import annotations

import math
import shlex

from bot.chat.i18n import Translations
from bot.chat.rendering.refusal_text import refusal_text
from bot.errors import (
    AmbiguousServer,
    BuildStopped,
    BylineError,
    DiscordFailure,
    DiscordServer,
    DiscordUnavailable,
    EmptyCorpus,
    Fault,
    FaultKind,
    Faults,
    InvalidBatchLine,
    InvalidDate,
    LayoutTimeout,
    ModeratorsOnly,
    NoPreviousReading,
    NotFound,
    NothingLoaded,
    NothingToUndo,
    Notice,
    NotVerbatim,
    PlottingUnavailable,
    PreviewGone,
    PreviewInProgress,
    PreviewOutdated,
    QueueFull,
    RateLimited,
    ReloadInProgress,
    UnknownOutlet,
    WriteFailed,
)
from bot.moderation.refusals import ChangeRefused
from bot.text.display import shorten

_MAX_DETAIL_UTF16_UNITS = 200
"""UTF-16 units of a wrong value that are repeated; whoever sees the line knows the rest."""
_KINDS_WITH_EXPECTATION = {FaultKind.WRONG_TYPE, FaultKind.WRONG_VALUE}
_DISCORD_MESSAGES = {
    DiscordFailure.MISSING: "error.no-token",
    DiscordFailure.REFUSED: "error.bad-token",
    DiscordFailure.INTENT: "error.no-message-content",
    DiscordFailure.UNREACHABLE: "error.no-network",
}
_FIXED_MESSAGES: dict[type[BylineError], str] = {
    ReloadInProgress: "error.reload-running",
    PreviewGone: "error.preview-gone",
    PreviewOutdated: "error.preview-outdated",
    QueueFull: "error.busy",
    NothingLoaded: "error.no-articles",
    BuildStopped: "error.build-stopped",
    ModeratorsOnly: "error.moderators-only",
    PlottingUnavailable: "error.no-plots",
    LayoutTimeout: "error.too-long-to-show",
}


def fault_text(tr: Translations, fault: Fault) -> str:
    """Write one fault as `path:line: what`."""
    detail = shorten(fault.detail, _MAX_DETAIL_UTF16_UNITS)
    if fault.kind is FaultKind.OTHER_ENCODING:
        command = _conversion_command(fault.path, detail)
        what = tr("fault.other-encoding", encoding=detail, command=command)
        return f"{_location(fault.path, fault.line)}: {what}"
    what = tr(f"fault.{fault.kind.replace(' ', '-')}")
    if fault.kind in _KINDS_WITH_EXPECTATION and detail:
        what = tr("fault.expected", what=what, expected=detail)
    elif fault.kind is FaultKind.DUPLICATE and fault.detail:
        what = tr("fault.duplicate-of", other=_on_one_line(fault.detail))
    elif detail:
        what += f" ({detail})"
    place = _location(fault.path, fault.line)
    return f"{place}: {fault.key}: {what}" if fault.key else f"{place}: {what}"


def _conversion_command(path: str, encoding: str) -> str:
    """Return what turns a file of an encoding into UTF-8, as it is typed into a shell."""
    name, new = (shlex.quote(_on_one_line(item)) for item in (path, f"{path}.new"))
    return f"iconv -f {encoding} -t utf-8 {name} > {new} && mv {new} {name}"


def notice_text(tr: Translations, notice: Notice) -> str:
    """Write one notice as `path:line: what`."""
    values = {name: _on_one_line(value) for name, value in notice.values}
    return f"{_location(notice.path, notice.line)}: " + tr(
        f"notice.{notice.kind.replace(' ', '-')}", **values
    )


def _location(path: str, line: int | None) -> str:
    return _on_one_line(path) if line is None else f"{_on_one_line(path)}:{line}"


def _on_one_line(text: str) -> str:
    """Return a text of a file on one line, whole: paths are copied from messages."""
    return " ".join(text.splitlines())


def error_text(tr: Translations, problem: BylineError) -> str:
    """Say what went wrong, as the user reads it; several faults a line each."""
    match problem:
        case Faults(faults):
            return "\n".join(fault_text(tr, fault) for fault in faults)
        case EmptyCorpus(path, report):
            return "\n".join(
                [
                    tr("error.nothing-to-serve", path=path),
                    *(fault_text(tr, fault) for fault in report.faults),
                ]
            )
        case InvalidBatchLine(line, detail):
            return tr("error.bad-input", line=str(line), detail=detail)
        case WriteFailed(path, detail):
            return (
                tr("error.not-written-because", path=path, detail=detail)
                if detail
                else tr("error.not-written", path=path)
            )
        case RateLimited(seconds, in_channel):
            # Never less than it takes.
            return tr(
                "error.too-much-in-channel" if in_channel else "error.too-much",
                wait=tr.count("second", max(1, math.ceil(seconds))),
            )
        case DiscordUnavailable(failure):
            return tr(_DISCORD_MESSAGES[failure])
        case ChangeRefused():
            return refusal_text(tr, problem)
        case _:
            return _named_error_text(tr, problem)


def _named_error_text(tr: Translations, problem: BylineError) -> str:
    """Say what goes wrong with one thing, or with none."""
    match problem:
        case NotFound(name):
            return tr("error.not-found", name=name)
        case UnknownOutlet(name, ()):
            return tr("error.unknown-outlet", name=name)
        case UnknownOutlet(name, similar):
            return tr("error.unknown-outlet-near", name=name, outlets=tr.join_or(similar))
        case InvalidDate(text):
            return tr("error.not-a-date", text=text)
        case AmbiguousServer(servers):
            named = tr.join_and([_server_text(tr, server) for server in servers])
            setting = f"servers = [{', '.join(server.id for server in servers)}]"
            return tr("error.several-servers", servers=named) + "\n" + setting
        case NotVerbatim(passage):
            return tr("error.not-verbatim", passage=passage)
        case _:
            return _moderation_error_text(tr, problem)


def _moderation_error_text(tr: Translations, problem: BylineError) -> str:
    """Say why something could not be done to the articles, or what goes wrong elsewhere."""
    match problem:
        case NoPreviousReading(path):
            return tr("error.nothing-kept", path=path)
        case PreviewInProgress(maker):
            return tr("error.preview-in-progress", name=maker)
        case NothingToUndo(()):
            return tr("error.nothing-to-undo")
        case NothingToUndo(left):
            return tr("error.all-changed-since", files=tr.join_and(left))
        case _:
            return tr(_FIXED_MESSAGES.get(type(problem), "error.unknown"))


def _server_text(tr: Translations, discord_server: DiscordServer) -> str:
    return (
        tr("error.server", name=discord_server.name, id=discord_server.id)
        if discord_server.name
        else discord_server.id
    )
