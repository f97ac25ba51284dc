"""Questions made from the articles, for measuring time where a team brings none of its own.

The same articles give the same questions.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from bot.corpus.corpus import Corpus
from bot.text.language import languages
from bot.text.tokens import Analyzer

MAX_QUESTIONS = 1_000
"""How many questions are made, however many passages there are."""
ODD_QUESTION_EVERY = 10
"""Of so many questions, one has a slip of the pen and one a word that nobody knows."""
MIN_WORDS, MAX_WORDS = 2, 5
OPENINGS = ("who", "when", "where", "why", "how many", "what")
"""Put before the words of English passages, so that answers of every type are looked for.

Other languages are asked in bare words.
"""


def synthetic_questions(
    corpus: Corpus, language_of: Callable[[int], str], limit: int = MAX_QUESTIONS
) -> list[str]:
    """Make questions of a few words of passages that are spread evenly over a corpus.

    The corpus has at least one passage, and `language_of` gives the language of one by number.
    """
    questions = []
    for number, passage in enumerate(evenly_spaced(len(corpus), limit)):
        code = language_of(passage)
        words = _sample_words(corpus[passage].text, languages().get(code).analyzer, number)
        opening = [OPENINGS[number % len(OPENINGS)]] if code == "en" else []
        questions.append(" ".join([*opening, *words]) + "?")
    # Whoever runs out of time has asked about all parts of the corpus nonetheless.
    _seeded_random(limit).shuffle(questions)
    return questions


def evenly_spaced(size: int, count: int) -> list[int]:
    """Spread `count` numbers evenly below `size`, repeating some where there are more."""
    return [(2 * position + 1) * size // (2 * count) for position in range(count)]


def _sample_words(text: str, analyzer: Analyzer, number: int) -> list[str]:
    """Choose some informative words of a text, as written and in order.

    Now and then one is misspelt or unknown.
    """
    rng = _seeded_random(number)
    tokens = analyzer.tokens(text)
    found = (
        [text[token.start : token.end] for token in tokens if not token.stop]
        or [text[token.start : token.end] for token in tokens]
        or [text]
    )
    places = sorted(
        rng.sample(range(len(found)), min(len(found), rng.randint(MIN_WORDS, MAX_WORDS)))
    )
    words = [found[position] for position in places]
    longest = max(range(len(words)), key=lambda position: len(words[position]))
    if number % ODD_QUESTION_EVERY == 0:
        words[longest] = _with_typo(words[longest])
    elif number % ODD_QUESTION_EVERY == ODD_QUESTION_EVERY // 2:
        words[longest] = "".join(rng.sample(words[longest], len(words[longest])))
    return words


def _with_typo(word: str) -> str:
    """A word with a letter typed twice."""
    middle = len(word) // 2
    return word[:middle] + word[middle : middle + 1] + word[middle:]


def _seeded_random(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - the same numbers every time are what is wanted
