"""What somebody asks who points at another person's message."""

from __future__ import annotations

import re

from bot.chat.conversation.intents import WORD, normalize_word, phrase_pattern

_QUOTED = re.compile(r"^\s*>{1,3}\s?(?P<text>.*\S)")
_ENDS_LIKE_QUESTION = re.compile(r"[?？؟;][\s\"'”’»)*_~|`]*$")
# A turn of these words alone asks nothing itself: it hands on what it replies to.
_POINTERS = (
    "this/that/it/here/above/question/help/answer/reply/please/pls/thoughts",
    "any? idea/ideas/thoughts/clue here/on/about? this/that/it?",
    (
        "can/could/would/will/do you please/maybe? answer/help/know/tell/check/look/say/take "
        "with/up? on/to? me/us/him/her/them? with? this/that/it/here/one/question? one/question?"
    ),
    "do you know the answer to? this/that/it?",
    "answer/check/see/read/take the/this/that/it/him/her/them? one/question/message/above?",
    "what about this/that/it one/question?",
    "what do you say/think/know about/to? this/that/it?",
    "what/what's is? the answer to? this/that/it?",
    "help him/her/them/me/us with? this/that/it? one/question?",
    "це/ось/тут/допоможи/допоможіть/відповідь/відповіси/відповісте/підкажи/підкажіть з? цим?",
    (
        "можеш/можете/зможеш/зможете відповісти/допомогти/підказати на/з/із? "
        "це/цим/нього/запитання/питання?"
    ),
    "відповідай/відповіси/відповісте/дай/дайте на/відповідь? на? це/нього/запитання/питання?",
    "що ти/ви? скажеш/скажете/знаєш/знаєте на/про? це/цього?",
    "а? на? це/цього",
    "ти/ви? знаєш/знаєте відповідь? на? це?",
)


def points_elsewhere(text: str) -> bool:
    """Return whether a text asks nothing itself: "can you answer this?", or no word at all."""
    words = "".join(f"{normalize_word(word)} " for word in WORD.findall(text))
    return not words or _POINTER.fullmatch(words) is not None


def extract_question(text: str) -> str:
    """Return what a message asks: the lines it quotes, else its first question, else all of it."""
    lines = text.splitlines()
    quoted = [found["text"] for line in lines if (found := _QUOTED.match(line))]
    if quoted:
        return "\n".join(quoted)
    return next((line.strip() for line in lines if _ENDS_LIKE_QUESTION.search(line)), text.strip())


_POINTER = re.compile(phrase_pattern(_POINTERS))
