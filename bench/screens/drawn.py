"""Components of Discord's messages, version 2, as HTML, with the Markdown that the bot uses."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

Component = dict[str, Any]

_HEADING = re.compile(r"(#{1,3}) (.*)")
_INLINE = re.compile(
    r"\\(?P<escaped>[^0-9A-Za-z\s])"
    r"|\*\*(?P<bold>(?:\\.|[^*\\]|\*(?!\*))+)\*\*"
    r"|\*(?P<italic>(?:\\.|[^*\\])+)\*"
    r"|`(?P<code>[^`]+)`"
    r"|\[(?P<shown>(?:\\.|[^\]\\])+)\]\(<?(?P<url>[^\s<>)]+)>?\)",
    re.DOTALL,
)
_STYLES = {1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link"}


class UnknownComponent(Exception):
    """The bot sends something that is not drawn yet."""


def drawn(component: Component) -> str:
    """A component and all in it as HTML; raises UnknownComponent."""
    draw = _KINDS.get(component["type"])
    if draw is None:
        raise UnknownComponent(component["type"])
    return draw(component)


def drawn_text(markdown: str) -> str:
    """Text in Discord's Markdown as HTML."""
    shown, quoted = [], []
    for line in [*markdown.split("\n"), None]:
        if line is not None and line.startswith("> "):
            quoted.append(_inline(line[2:]))
            continue
        if quoted:
            shown.append(f"<blockquote>{'<br>'.join(quoted)}</blockquote>")
            quoted = []
        if line is not None:
            shown.append(_line(line))
    return "".join(shown)


def _line(line: str) -> str:
    if heading := _HEADING.match(line):
        return f"<h{len(heading[1])}>{_inline(heading[2])}</h{len(heading[1])}>"
    if line.startswith("-# "):
        return f"<small>{_inline(line[3:])}</small>"
    if line.startswith("- "):
        return f"<li>{_inline(line[2:])}</li>"
    return f"<div>{_inline(line)}</div>"


def _inline(text: str) -> str:
    parts, at = [], 0
    for found in _INLINE.finditer(text):
        parts += [html.escape(text[at : found.start()]), _marked(found)]
        at = found.end()
    return "".join([*parts, html.escape(text[at:])])


def _marked(found: re.Match[str]) -> str:
    if found["escaped"]:
        return html.escape(found["escaped"])
    if found["code"]:
        return f"<code>{html.escape(found['code'])}</code>"
    if found["url"]:
        return f'<a href="{html.escape(found["url"])}">{_inline(found["shown"])}</a>'
    return (
        f"<b>{_inline(found['bold'])}</b>"
        if found["bold"]
        else f"<i>{_inline(found['italic'])}</i>"
    )


def _inside(component: Component) -> str:
    return "".join(map(drawn, component["components"]))


def _button(component: Component) -> str:
    label = html.escape(component.get("label") or "")
    emoji = html.escape((component.get("emoji") or {}).get("name") or "")
    away = " disabled" if component.get("disabled") else ""
    style, shown = _STYLES[component["style"]], " ".join(filter(None, (emoji, label)))
    return f'<button class="{style}"{away}>{shown}</button>'


def _select(component: Component) -> str:
    shown = f'<div class="select">{html.escape(component.get("placeholder") or "")}</div>'
    described = "".join(
        f"<li>{html.escape(option['label'])}<small>{html.escape(option['description'])}</small></li>"
        for option in component["options"]
        if option.get("description")
    )
    # A menu is drawn as it is opened.
    return f'{shown}<ul class="options">{described}</ul>' if described else shown


def _section(component: Component) -> str:
    return (
        f'<div class="section"><div>{_inside(component)}</div>{drawn(component["accessory"])}</div>'
    )


def _file(component: Component) -> str:
    name = component["file"]["url"].removeprefix("attachment://")
    return f'<div class="file">{html.escape(name)}</div>'


def _separator(component: Component) -> str:
    return f'<hr class="{"rule" if component.get("divider", True) else "gap"}">'


def _container(component: Component) -> str:
    accent = component.get("accent_color")
    colour = f' style="border-left-color: #{accent:06x}"' if accent is not None else ""
    return f'<div class="container"{colour}>{_inside(component)}</div>'


_KINDS: dict[int, Callable[[Component], str]] = {
    1: lambda component: f'<div class="row">{_inside(component)}</div>',
    2: _button,
    3: _select,
    9: _section,
    10: lambda component: f'<div class="text">{drawn_text(component["content"])}</div>',
    13: _file,
    14: _separator,
    17: _container,
}
