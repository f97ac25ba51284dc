"""What the bot says to questions. Lines hold no markup: a front end escapes all of them."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Sequence

from bot.chat import error_words
from bot.chat.message import Action, Line, Quote, Reply, Shown, Style, Verb
from bot.corpus.corpus import Corpus
from bot.errors import BylineError
from bot.model import Answer, Article, Attribution, Candidate, Citation, Fact, Field, Mode, Nearest, Passage, Span

EMPTY = "What would you like to know? Ask me about the news, for example: who led the delegation?"
TOO_LONG = "That is longer than I can take in: please ask in at most {most} characters."
UNKNOWN_OUTLETS = "Outlets cited that the gazetteer does not know; to be known by name they go into your own outlets file (outlets.path):"
FOREIGN = "I take that for {language}, and no article here is in {language}: please ask in the articles' language."
GREETING = "Ask about the news. :help tells more, Ctrl-D leaves."
HELP = (
    "I answer from the team's own articles, word for word, and say which outlet the passage cites. What they do not answer, I say so.",
    "Ask by mentioning me, replying to me, in a direct message, or with /ask.",
    "Say “more” for the next passage on your last question, “source” to see where the last answer comes from.",
    "Moderators: /corpus reload reads the articles anew, /corpus list and /corpus status show what I know.",
)

LANGUAGES = {
    "en": "English",
    "uk": "Ukrainian",
    "ru": "Russian",
    "de": "German",
    "es": "Spanish",
    "fr": "French",
    "el": "Greek",
    "ar": "Arabic",
    "tr": "Turkish",
}
_FACTS = {
    Field.AUTHOR: "{value} wrote “{title}”.",
    Field.PUBLISHER: "“{title}” was published by {value}.",
    Field.DATE: "“{title}” was published on {value}.",
    Field.TITLE: "The article is called “{value}”.",
    Field.URL: "“{title}” is at {value}",
}


def refusal(problem: BylineError) -> Reply:
    """An error as a private reply."""
    return Reply(tuple(Line(line, Style.ERROR) for line in error_words.error(problem).split("\n")), private=True, error=True)


def sentence(text: str, *, private: bool = False, error: bool = False) -> Reply:
    """A reply of one sentence."""
    return Reply((Line(text, Style.ERROR if error else Style.PLAIN),), private=private, error=error)


def answer(found: Answer, corpus: Corpus) -> Reply:
    """An answer: a passage, a fact, or that there is none."""
    if found.fact is not None and found.answered:
        return Reply((Line(fact(found.fact)), *about(found.fact.article)), answer=found)
    if found.best is None:
        return _abstention(found, corpus)
    best = found.best
    blocks, actions = _passage(best, found, corpus)
    again = show_action("", corpus, best.passage.id, best.sentence.start, best.sentence.end)
    return Reply((*_read_as(found), *blocks), actions, answer=found, shown=Shown(best.passage, best.attribution), again=again)


def shown(passage: Passage, attribution: Attribution, mark: Quote) -> Reply:
    """A passage that somebody asked to see."""
    where = Line(f"Passage {passage.number + 1}", Style.NOTE)
    return Reply((Line(outlet_line(attribution), Style.OUTLET), mark, *about(passage.article), where))


def fact(found: Fact) -> str:
    """A fact about an article, in a sentence."""
    title = found.article.title or found.article.id
    value = day(found.article.date) if found.field is Field.DATE and found.article.date else found.text
    return _FACTS[found.field].format(value=value, title=title)


def _read_as(found: Answer) -> tuple[Line, ...]:
    """What was taken for misspelt."""
    return tuple(Line(f"Read “{one.asked}” as “{one.read}”.", Style.NOTE) for one in found.meant)


def _passage(best: Candidate, found: Answer, corpus: Corpus) -> tuple[tuple[Line | Quote, ...], tuple[Action, ...]]:
    blocks = passage_blocks(best.passage, best.attribution, best.sentence)
    actions = [evidence_action(best.passage, best.attribution, corpus)]
    for other in found.differing:
        blocks += (Line(f"{_who(other)} gives another figure:", Style.OUTLET), Quote(other.passage.text, other.sentence))
    alike = [other for other in found.others if other not in found.differing]
    if alike:
        more = f" ({len(alike) - 1} more)" if len(alike) > 1 else ""
        blocks += (Line(f"Also: {_who(alike[0])}{more}.", Style.OUTLET),)
    actions += [show_action(f"Show {_who(other)}"[:80], corpus, other.passage.id, other.sentence.start, other.sentence.end) for other in found.others]
    return blocks, tuple(action for action in actions if action)


def _who(one: Candidate) -> str:
    """The outlets that a passage cites, else whose article it is."""
    names = [citation.outlet or citation.surface for citation in one.attribution.citations]
    article = one.passage.article
    return listed(names, "and") if names else article.publisher or article.title or article.id


def passage_blocks(passage: Passage, attribution: Attribution, sentence: Span | None) -> tuple[Line | Quote, ...]:
    """A passage as an answer shows it: the outlet, the text with its sentence marked, the article."""
    return (Line(outlet_line(attribution), Style.OUTLET), Quote(passage.text, sentence), *about(passage.article))


def evidence_action(passage: Passage, attribution: Attribution, corpus: Corpus) -> Action | None:
    """Shows where the outlet of the outlet line stands, when that is another passage."""
    for citation in attribution.citations:
        if citation.passage != passage.id:
            return show_action("Show that passage", corpus, citation.passage, citation.start, citation.end)
    return show_action("Show that passage", corpus, attribution.nearest.passage, 0, 0) if attribution.nearest else None


def show_action(label: str, corpus: Corpus, passage: str, start: int, end: int) -> Action | None:
    """Shows a passage with a part of it marked; None where it is not served."""
    number = corpus.find(passage)
    if number is None:
        return None
    key = corpus.passage_key(number)
    return Action(label, Verb.SHOW, f"{key}:{start}-{end}" if end else key)


def _abstention(found: Answer, corpus: Corpus) -> Reply:
    lines = [Line("The articles don't answer that." if found.candidates else "Nothing in the articles answers that.")]
    if found.foreign:
        lines = [Line(FOREIGN.format(language=LANGUAGES[found.foreign]))]
    else:
        lines += [Line(text, Style.NOTE) for text in _missing(found)]
    actions: tuple[Action, ...] = ()
    if found.candidates and found.fact is None:
        nearest = found.candidates[0]
        span = nearest.sentence
        if action := show_action("Show the closest passage", corpus, nearest.passage.id, span.start, span.end):
            actions = (action,)
    return Reply(tuple(lines), actions, answer=found)


def _missing(found: Answer) -> Iterator[str]:
    """What an answer would have needed."""
    if found.uncited:
        yield f"No passage cites {listed(found.uncited, 'or')} on that."
    yield from (line.text for line in _read_as(found))
    if found.suggested:
        yield f"Did you mean {listed([f'“{one.read}”' for one in found.suggested], 'or')}?"
    if found.unknown:
        yield f"Nothing here mentions {listed([f'“{word}”' for word in found.unknown], 'or')}."
    elif found.lacking:
        yield f"The closest passage does not mention {listed([f'“{word}”' for word in found.lacking], 'or')}."


def outlet_line(attribution: Attribution) -> str:
    """Which outlet the passage cites, claiming no more than is there."""
    named = [citation for citation in attribution.citations if citation.mode is Mode.NAMED]
    if named:
        return f"Cites {listed([_cited(citation) for citation in named], 'and')}."
    if attribution.citations:
        names = listed([citation.outlet or citation.surface for citation in attribution.citations], "and")
        return f"Names no outlet; goes on from {names}, cited in the passage before."
    return _nearest(attribution.nearest) if attribution.nearest else "Names no outlet."


def _cited(citation: Citation) -> str:
    name = citation.outlet or citation.surface
    return f"{name}, which cites {listed([link.text for link in citation.chain], 'and')}" if citation.chain else name


def _nearest(nearest: Nearest) -> str:
    back = "in the passage before" if nearest.distance == 1 else f"{number(nearest.distance)} passages before"
    return f"{nearest.outlet}, named {back}{' and in the one after' if nearest.after else ''}; this one names none."


def about(article: Article) -> tuple[Line, ...]:
    """The lines below a passage: its article."""
    known = [article.publisher or "Publisher unknown", article.author, day(article.date) if article.date else None]
    return (
        Line(article.title or article.id, Style.TITLE, article.url),
        Line(" · ".join(one for one in known if one), Style.NOTE),
    )


def help_text() -> Reply:
    """What the bot can do."""
    return Reply(tuple(Line(line) for line in HELP))


def unknown_outlets(found: Iterable[tuple[str, str, int]]) -> Iterator[str]:
    """Kind, name and passages of outlets as lines for a team's own outlets file, below one that says so; nothing where there are none."""
    for place, (kind, name, many) in enumerate(found):
        if not place:
            yield UNKNOWN_OUTLETS
        key = "-".join(re.findall(r"\w+", name.casefold()))
        yield f"{kind}.{json.dumps(key)} = {{ name = {json.dumps(name, ensure_ascii=False)} }}  # {count(many, 'passage')}"


def day(date: dt.date) -> str:
    """14 June 2024."""
    return f"{date.day} {date:%B} {date.year}"


def count(many: int, what: str) -> str:
    """1 article, 2 articles, 10,000 articles."""
    return f"{many} {what}" if many == 1 else f"{many:,} {what}s"


def number(many: int) -> str:
    """Small numbers as words."""
    small = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    return small[many] if many < len(small) else str(many)


def listed(names: Sequence[str], last: str) -> str:
    """A, B and C."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {last} {names[-1]}"
