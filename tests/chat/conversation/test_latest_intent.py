from __future__ import annotations

import pytest

from bot.chat.conversation.latest_intent import parse_latest_request

ON = {
    "latest on the bridge": "the bridge",
    "What's the latest on the Ostmar bridge?": "the Ostmar bridge",
    "what is the latest news about Tilda Roke, please?": "Tilda Roke",
    "what’s new about the ferry": "the ferry",
    "whats new with the strike?": "the strike",
    "newest about Velden": "Velden",
    "the newest articles on Velden": "Velden",
    "news about “Coal Pier”": "Coal Pier",
    "any news on the strike?": "the strike",
    "is there any news about the strike?": "the strike",
    "show me the latest headlines about Velden": "Velden",
    "ok, latest on the strike then": "the strike",
    "останні новини про міст": "міст",
    "Які останні новини щодо страйку?": "страйку",
    "що нового про Велден?": "Велден",
    "що нового з мостом": "мостом",
    "покажи найновіше про страйк, будь ласка": "страйк",
}
ALL = [
    "latest",
    "Latest news!",
    "the latest articles",
    "what's new?",
    "what is the latest",
    "any news?",
    "останні новини",
    "що нового?",
    "покажи найновіші статті",
]
NEITHER = [
    "",
    "???",
    "what was the latest offer of Norland?",
    "what is the latest offer on the bridge?",
    "who has the latest on the bridge?",
    "when did the news about the bridge come?",
    "the latest report on safety was published by whom?",
    "what new rules did the council decide?",
    "what is newsworthy about it",
    "latest on",
    "who brought news about the strike?",
    "news of the world was closed when?",
    "які нові правила ухвалила рада?",
    "latest on " + "x" * 400,
]


@pytest.mark.parametrize(("text", "topic"), ON.items())
def test_what_the_newest_is_wanted_on(text, topic):
    assert parse_latest_request(text) == topic


@pytest.mark.parametrize("text", ALL)
def test_the_newest_of_all_is_wanted(text):
    assert parse_latest_request(text) == ""


@pytest.mark.parametrize("text", NEITHER)
def test_an_ordinary_question_stays_one(text):
    assert parse_latest_request(text) is None
