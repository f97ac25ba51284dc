from __future__ import annotations

import pytest

from bot.chat.conversation.chitchat import Chitchat, detect_chitchat
from bot.chat.conversation.intents import detect_intent
from bot.chat.conversation.latest_intent import parse_latest_request
from bot.chat.conversation.question_extraction import points_elsewhere
from bot.chat.conversation.typed_commands import parse_typed_command
from bot.chat.messages.commands import Command

SAID = {
    Chitchat.HELP: [
        "help",
        "Help!",
        "help me, please",
        "Hi! What can you do?",
        "what else can you do for me?",
        "what can I ask you?",
        "How does this work?",
        "how do I use this bot?",
        "can you help me out?",
        "допомога",
        "Допоможіть, будь ласка!",
        "Привіт, що ти вмієш?",
        "що ви можете робити?",
        "як ти працюєш?",
        "про що можна тебе запитати?",
    ],
    Chitchat.LIST_ARTICLES: [
        "list articles",
        "Show me all the articles, please.",
        "which articles do you have?",
        "what is in your archive?",
        "Список статей",
        "покажи мені всі статті",
        "які у вас є статті?",
    ],
    Chitchat.COUNT_ARTICLES: [
        "how many articles do you have?",
        "Hello, how many articles have you got now?",
        "how many passages are in the corpus?",
        "how big is your archive?",
        "Скільки у тебе статей?",
        "скільки статей у вас є?",
        "скільки всього уривків?",
    ],
    Chitchat.LIST_OUTLETS: [
        "which outlets do you know?",
        "list the outlets",
        "які видання ти знаєш",
    ],
    Chitchat.IDENTITY: [
        "who are you?",
        "hey, who are you exactly?",
        "what's your name?",
        "are you a bot?",
        "Хто ти?",
        "хто ви такі?",
        "як тебе звати?",
    ],
    Chitchat.WELL_BEING: ["how are you?", "Hi bot, how are you doing today?", "Як справи?"],
    Chitchat.QUIT: ["exit", "Quit", "вихід"],
    Chitchat.FAREWELL: ["bye!", "Thanks, goodbye!", "До побачення", "гарного дня!"],
    Chitchat.THANKS: [
        "thanks",
        "Thank you so much!",
        "👍 great, thanks a lot",
        "that was very helpful",
        "Дякую!",
        "щиро дякую за допомогу",
    ],
    Chitchat.GREETING: ["hello", "Hi there!", "Good morning, team", "Привіт!", "Доброго дня"],
}
QUESTIONS = [
    "what help did the army send?",
    "help for farmers",
    "how many articles does the treaty have?",
    "how many articles did the paper publish about the fire?",
    "how many stories are there?",
    "who are they?",
    "who is this?",
    "how does it work?",
    "how are the hostages?",
    "hello, who led the delegation?",
    "thanks, and who led it?",
    "what can the mayor do?",
    "what did the exit poll say?",
    "list articles about the bridge",
    "what do you know about the bridge?",
    "which outlets reported the fire?",
    "яка допомога надійшла?",
    "скільки статей має договір?",
    "хто він такий?",
    "Привіт, хто очолював делегацію?",
]


@pytest.mark.parametrize(
    ("text", "talk"), [(text, talk) for talk, texts in SAID.items() for text in texts]
)
def test_what_is_said_to_the_bot_itself(text: str, talk: Chitchat) -> None:
    assert detect_chitchat(text) is talk


@pytest.mark.parametrize("text", QUESTIONS)
def test_questions_with_the_same_words_are_for_the_articles(text: str) -> None:
    assert detect_chitchat(text) is None


@pytest.mark.parametrize(
    "text", ["more", "source?", "why?", "news", "what's new?", "ще", "що нового?"]
)
def test_turns_that_act_on_the_last_answer_stay_what_they_are(text: str) -> None:
    assert detect_chitchat(text) is None
    assert detect_intent(text) is not None or parse_latest_request(text) is not None


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/corpus reload", (Command.RELOAD, "")),
        ("!help", (Command.HELP, "")),
        ("/ask who led it?", (Command.ASK, "who led it?")),
        ("/article The  bridge", (Command.ARTICLE, "The  bridge")),
        ("/articles since: 2024", (Command.ARTICLES, "since: 2024")),
        ("/корпус перечитати", (Command.RELOAD, "")),
        ("/Запитати хто очолював?", (Command.ASK, "хто очолював?")),
        ("/corpus remove the bridge", (Command.REMOVE_ARTICLE, "the bridge")),
        ("/корпус додати", (Command.ADD_ARTICLE, "")),
        ("/corpus apply-change 1", None),
        ("/corpus", None),
        ("/helper", None),
        ("ask who led it?", None),
        ("!", None),
    ],
)
def test_commands_typed_as_messages(text: str, command: tuple[Command, str] | None) -> None:
    assert parse_typed_command(text) == command


@pytest.mark.parametrize(
    "text", ["", "👆", "this", "can you answer this?", "any ideas?", "а на це?", "відповіси?"]
)
def test_turns_that_only_point_at_another_message(text: str) -> None:
    assert points_elsewhere(text)


@pytest.mark.parametrize("text", ["who led it?", "and where?", "thanks", "can you tell me when?"])
def test_turns_that_ask_something_themselves(text: str) -> None:
    assert not points_elsewhere(text)
