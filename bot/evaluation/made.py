"""Questions made from the articles themselves, the same ones for the same articles: for measuring time where a team brings none of its own."""

from __future__ import annotations

import random
from collections.abc import Callable

from bot.corpus.corpus import Corpus
from bot.text.language import languages
from bot.text.tokens import Analyzer

MOST = 1_000
"""How many questions are made, however many passages there are."""
TURN = 10
"""Of so many questions, one has a slip of the pen and one a word that nobody knows."""
FEWEST_WORDS, MOST_WORDS = 2, 5
OPENINGS = ("who", "when", "where", "why", "how many", "what")
"""Put before the words of English passages, so that answers of every kind are looked for; other languages are asked in bare words."""


def made(corpus: Corpus, language_of: Callable[[int], str], most: int = MOST) -> list[str]:
    """Questions in a few words of passages spread evenly over a corpus of at least one; `language_of` gives a passage's language."""
    asked = []
    for number, passage in enumerate(spread(len(corpus), most)):
        code = language_of(passage)
        words = _words(corpus[passage].text, languages().of(code).analyzer, number)
        opening = [OPENINGS[number % len(OPENINGS)]] if code == "en" else []
        asked.append(" ".join([*opening, *words]) + "?")
    # Whoever runs out of time has asked about all parts of the corpus nonetheless.
    _rng(most).shuffle(asked)
    return asked


def spread(size: int, many: int) -> list[int]:
    """So many numbers below `size`, evenly spread; each several times where there are more than that."""
    return [(2 * place + 1) * size // (2 * many) for place in range(many)]


def _words(text: str, analyzer: Analyzer, number: int) -> list[str]:
    """Some informative words of a text, as it writes them and in its order; now and then one is misspelt or unknown."""
    rng = _rng(number)
    tokens = analyzer.tokens(text)
    found = [text[token.start : token.end] for token in tokens if not token.stop] or [text[token.start : token.end] for token in tokens] or [text]
    places = sorted(rng.sample(range(len(found)), min(len(found), rng.randint(FEWEST_WORDS, MOST_WORDS))))
    words = [found[place] for place in places]
    longest = max(range(len(words)), key=lambda place: len(words[place]))
    if number % TURN == 0:
        words[longest] = _slipped(words[longest])
    elif number % TURN == TURN // 2:
        words[longest] = "".join(rng.sample(words[longest], len(words[longest])))
    return words


def _slipped(word: str) -> str:
    """A word with a letter typed twice."""
    middle = len(word) // 2
    return word[:middle] + word[middle : middle + 1] + word[middle:]


def _rng(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - the same numbers every time are what is wanted
