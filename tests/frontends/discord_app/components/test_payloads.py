"""Replies of every kind on articles that mean harm.

All are taken by Discord, and none can show more than its words.
"""

from __future__ import annotations

import io
import re
from dataclasses import replace
from types import SimpleNamespace

import discord
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat.conversation import answer_views
from bot.chat.i18n import LANGUAGES, translations
from bot.chat.messages.answer_state import MAX_ENCODED_OTHERS, AnswerState, MatchQuality
from bot.chat.messages.commands import ANSWER_VIEWS, Command
from bot.chat.messages.passage_ref import PassageRef, ResultCursor
from bot.chat.messages.reply_refs import ClickedReply
from bot.chat.messages.request_reply import Action, Line, Quote, Reply, Request, Style
from bot.chat.rendering import answer_replies, answer_view_blocks, corpus_admin, intent_replies
from bot.corpus.corpus import Corpus
from bot.corpus.records import PassageSpan, StoredArticle
from bot.frontends.discord_app.components.buttons import ActionButton, PageButton
from bot.frontends.discord_app.components.layout import paginate, render_page
from bot.frontends.discord_app.components.markdown import unescape
from bot.model import (
    Article,
    Attribution,
    ChainKind,
    ChainLink,
    Citation,
    CitationMode,
    NearestOutlet,
    Span,
)
from bot.question_answer import Answer, Candidate, Fact, FactField, Question, SpellingCorrection
from tests.frontends.discord_app.limits import check_limits, markup_of, own_lines

NASTY = [
    "<@1>",
    "<@!1>",
    "<@&1>",
    "<#1>",
    "</ask:1>",
    "<id:customize>",
    "@everyone",
    "@here",
    "<:wave:123>",
    "<a:wave:123>",
    ":smile:",
    "<t:1:R>",
    "**Cites Reuters.**",
    "Cites Reuters.",
    "__x__",
    "~~x~~",
    "||x||",
    "`x`",
    "```\nx\n```",
    "[x](https://evil.example)",
    "](https://evil.example)",
    "[",
    "]",
    "(",
    "https://evil.example/a_b",
    "<https://evil.example>",
    "<mailto:a@evil.example>",
    "\n# x",
    "\n## x",
    "\n-# x",
    "\n> x",
    "\n>>> x",
    "\n- x",
    "\n* x",
    "\n1. x",
    "\n\n**Cites Reuters.**\n",
    "\\",
    "\\*",
    "\u202e",
    "\u2066",
    "\u200b",
    "\u2028-# x",
    "\u2029# x",
    "\r\n> x",
    "\r# x",
    "\x00",
    "\x1b[31m",
    "\x0b# x",
    "\x85# x",
    "\u0301" * 30,
    "\U0001f469\u200d\U0001f680",
    "\U0001f1fa\U0001f1e6",
    "x" * 120,
    "\u3164",
    " ",
    "{n}",
    "{",
    "%s",
    "\u201c",
    "\u201d",
]
NICE = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
TEXT = st.lists(st.sampled_from(NASTY) | NICE, min_size=1, max_size=5).map(" ".join).filter(bool)
LONG = st.builds(lambda text, times: text * times, TEXT, st.sampled_from([1, 1, 1, 1, 60]))
NAME = TEXT.filter(str.strip)
# What no file holds, as it is no UTF-8, a person may well send.
SAID = st.builds(str.__add__, TEXT, st.sampled_from(["", "\ud83d", "\udc00 x"]))
NAMES = st.builds(lambda text, times: text * times, NAME, st.sampled_from([1, 1, 1, 1, 300]))
URLS = st.none() | st.sampled_from(
    [
        "https://example.org/a_(b)",
        "https://example.org/" + "a" * 400,
        "https://example.org/" + "(" * 480,
        "https://example.org/" + "[" * 3_500,
        "https://example.org@evil.example/",
        "javascript:alert(1)",
        "https://x.org/) [y](z",
    ]
)
LANGUAGE = st.sampled_from(LANGUAGES)
OWNER = (1 << 63) - 1


@st.composite
def snapshots(draw):
    stored, attributions = [], []
    for number in range(draw(st.integers(1, 3))):
        name = f"{draw(NAME)}{number}"
        title, author, publisher = (draw(st.none() | NAMES) for _ in range(3))
        article = Article(
            name, f"{name}.md", title, author, publisher, draw(st.none() | st.dates()), draw(URLS)
        )
        text, blocks = "", []
        for _ in range(draw(st.integers(1, 4))):
            passage = draw(LONG)
            blocks.append(PassageSpan(len(text), len(text) + len(passage), None))
            text += f"{passage}\n\n"
            attributions.append(draw(attribution(name, len(blocks))))
        stored.append(StoredArticle(article, text, tuple(blocks)))
    return SimpleNamespace(
        corpus=Corpus.from_articles(stored), attributions=attributions, faults=(), cache_error=""
    )


@st.composite
def attribution(draw, article, number):
    place = draw(st.integers(0, number - 1))
    chain = st.lists(st.builds(ChainLink, st.sampled_from(ChainKind), NAME), max_size=2).map(tuple)
    cites = st.builds(
        Citation,
        st.none() | NAME,
        st.none(),
        st.just("agency"),
        st.sampled_from(CitationMode),
        NAME,
        st.just(f"{article}#{place}"),
        st.just(0),
        st.just(1),
        chain,
    )
    citations = draw(st.lists(cites, max_size=3).map(tuple))
    nearest = st.none() | st.builds(
        NearestOutlet, NAME, st.just(f"{article}#{place}"), st.integers(1, 12), st.booleans()
    )
    return Attribution(citations, None if citations else draw(nearest))


@st.composite
def candidates(draw, snapshot):
    number = draw(st.integers(0, len(snapshot.corpus) - 1))
    passage = snapshot.corpus[number]
    start = draw(st.integers(0, len(passage.text) - 1))
    return Candidate(
        passage,
        1.0,
        Span(start, draw(st.integers(start + 1, len(passage.text)))),
        snapshot.attributions[number],
    )


@st.composite
def replies(draw):
    """A reply of any kind, and what brings it back."""
    snapshot, say = draw(snapshots()), translations(draw(LANGUAGE))
    best, others = draw(candidates(snapshot)), draw(st.lists(candidates(snapshot), max_size=5))
    differing = others[: draw(st.integers(0, 2))]
    meant = tuple(draw(st.lists(st.builds(SpellingCorrection, NAME, NAME), max_size=4)))
    private = draw(st.booleans())
    card = AnswerState(
        PassageRef.from_candidate(best),
        draw(st.sampled_from(MatchQuality)),
        tuple(map(PassageRef.from_candidate, differing[:MAX_ENCODED_OTHERS])),
        tuple(map(PassageRef.from_candidate, others[2:4])),
        len(others),
        draw(st.integers(0, 2)),
        draw(st.integers(0, 9)),
        draw(st.integers(0, 9)),
    )
    click = Request(
        "1", "1", author_name=draw(SAID), private=private, clicked=ClickedReply("1", draw(SAID))
    )
    kind = draw(st.sampled_from(["answer", "abstention", "fact", "list", *Command]))
    if kind == "answer":
        found = Answer(
            Question("?"),
            True,
            0.9,
            (best,),
            alternatives=tuple(others),
            conflicting=tuple(differing),
            superseded=tuple(differing[:1]),
            corrections=meant,
        )
        reply = answer_replies.answer_reply(say, found, snapshot.corpus)
        more = intent_replies.more_action(
            say, ResultCursor(tuple(map(PassageRef.from_candidate, others)), 1), snapshot.corpus
        )
        return snapshot, _asked(
            draw,
            reply,
            answer_view_blocks.answer_actions(
                say, reply.reload_action, Command.ANSWER, more, reply.actions, private=private
            ),
        )
    if kind == "abstention":
        unknown, lacking = (tuple(draw(st.lists(NAME, max_size=3))) for _ in range(2))
        found = Answer(
            Question("?"),
            False,
            0.1,
            (best,),
            unknown_words=unknown,
            missing_words=lacking,
            corrections=meant,
            requested_outlets=tuple((name, name) for name in draw(st.lists(NAME, max_size=2))),
        )
        return snapshot, answer_replies.answer_reply(say, found, snapshot.corpus)
    if kind == "fact":
        fact = Fact(draw(st.sampled_from(FactField)), draw(NAME), best.passage.article)
        return snapshot, answer_replies.answer_reply(
            say, Answer(Question("?"), True, 0.9, fact=fact), snapshot.corpus
        )
    if kind == "list":
        return snapshot, corpus_admin.article_list(say, snapshot.corpus, 0)
    return snapshot, answer_views.render_view(
        say,
        SimpleNamespace(
            command=kind, author_name=click.author_name, private=private, clicked=click.clicked
        ),
        card,
        snapshot,
    )


def _asked(draw, reply, actions):
    return replace(reply, actions=actions, repeated_question=draw(st.just("") | SAID))


def messages(reply):
    """Messages of a reply: its first, the one with the answer, one between and its last."""
    sheets = paginate(reply)
    again = reply.reload_action or Action("", Command.LIST, "0")
    files = (
        [discord.File(io.BytesIO(reply.attachment.content), reply.attachment.name)]
        if reply.attachment
        else []
    )
    some = {0, sheets.first_page, sheets.page_count // 2, sheets.page_count - 1}
    return [(render_page(sheets, number, again, OWNER), files) for number in sorted(some)]


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(replies())
def test_every_message_is_taken_by_discord_and_shows_its_words_alone(found):
    snapshot, reply = found
    outlets = {
        _seen(block.text)
        for block in reply.blocks
        if not isinstance(block, Quote) and block.style is Style.OUTLET
    }
    for view, files in messages(reply):
        for part in check_limits(view, files):
            if part["type"] == 10:
                assert not markup_of(part["content"])
                _no_line_is_forged(part["content"], outlets)
        for item in view.walk_children():
            if isinstance(item, ActionButton | PageButton):
                _leads_back(item, snapshot)


def _no_line_is_forged(text, outlets):
    """Every bold line outside the quotes is one of the outlet lines, and a whole one."""
    for line in own_lines(text):
        if line.startswith("**"):
            assert line.endswith("**")
            assert _seen(unescape(line[2:-2])) in outlets
        else:
            assert "**" not in re.sub(r"\\.", "", line)


def _leads_back(item, snapshot):
    """What stands in a button is read as it was written, and acts on a passage that is served."""
    match = item.template.fullmatch(item.custom_id)
    action = item.action if isinstance(item, ActionButton) else item.reload_action
    assert (match["verb"], match["text"], item.owner_id) == (action.command, action.text, OWNER)
    if action.command in {*ANSWER_VIEWS, Command.FILE, Command.SHARE, Command.SHOW}:
        card = AnswerState.decode(action.text, snapshot.corpus)
        assert card
        assert answer_views.render_view(
            translations(), Request("1", "1", action.text, action.command), card, snapshot
        ).blocks


@given(st.text(max_size=200), st.integers(0, 10_000))
def test_the_name_of_a_file_is_safe_everywhere(article, number):
    assert re.fullmatch(
        r"[a-z0-9][a-z0-9-]{0,79}\.txt", answer_views.attachment_name(article, number)
    )


@pytest.mark.parametrize(
    "article", ["con", "../../etc/passwd", "мост", "", "a\u202egnp.exe", "-", "A B"]
)
def test_names_of_files(article):
    name = answer_views.attachment_name(article, 0)
    assert name.endswith("passage-1.txt")
    assert "/" not in name
    assert not name.startswith(("-", "."))


def _seen(text):
    return re.sub(r"[\W_]+", "", text)


@pytest.mark.parametrize(
    ("sign", "times", "passages"),
    [("*", 9000, 1), ("x", 9000, 9), ("\U0001f680", 9000, 9), ("x", 9, 40)],
)
def test_a_message_that_is_full_in_every_way_is_taken(sign, times, passages):
    blocks = [
        *(Line("y" * 120, Style.QUESTION) for _ in range(9)),
        Line("w " * (times // 20), Style.OUTLET),
    ]
    for _ in range(passages):
        title = Line(
            "t" * (times // 10 + 1), Style.TITLE, f"https://example.org/{'u' * (times // 20)}"
        )
        blocks += [
            Quote(sign * times, Span(0, times // 2)),
            title,
            Line("n", Style.NOTE),
            Line("o", Style.OUTLET),
        ]
    actions = tuple(Action("b" * 90, verb, "9" * 63) for verb in [*Command][:13])
    reply = Reply(
        tuple(blocks),
        actions,
        repeated_question="*" * 3000,
        reload_action=Action("", Command.SOURCES, "9" * 63),
    )
    sheets = paginate(reply)
    assert sheets.page_count > 2
    for number in range(sheets.page_count):
        check_limits(render_page(sheets, number, reply.reload_action, OWNER))
