"""The week in figures, as it is posted for everybody in a channel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.chat.i18n import Translations
from bot.chat.messages.request_reply import Attachment, Line, Reply, Style
from bot.chat.rendering.labels import label
from bot.errors import PlottingUnavailable
from bot.moderation.digest import DayFigures, DigestWeek, WeeklyDigest

PICTURE_NAME = "week.png"


def digest_reply(
    tr: Translations, week: DigestWeek, digest: WeeklyDigest, *, with_picture: bool
) -> Reply:
    """Tell the figures of a week, with a picture where one is wanted and can be drawn."""
    if not digest.questions:
        return Reply((Line(heading(tr, week, is_quiet=True)),), language=tr.language)
    return Reply(
        (Line(heading(tr, week), Style.TITLE), *_lines(tr, digest)),
        language=tr.language,
        attachment=_picture(tr, digest.days) if with_picture else None,
    )


def heading(tr: Translations, week: DigestWeek, *, is_quiet: bool = False) -> str:
    """Return the first line of a digest, by which it is known."""
    key = "digest.quiet" if is_quiet else "digest.heading"
    return tr(key, first=tr.date(week.start.date()), last=tr.date(week.end.date()))


def _lines(tr: Translations, digest: WeeklyDigest) -> Iterator[Line]:
    if digest.kept_since is not None:
        yield Line(tr("digest.kept-since", day=tr.date(digest.kept_since.date())), Style.NOTE)
    share = round(100 * digest.answered / digest.questions)
    yield Line(
        tr(
            "digest.answered",
            questions=tr.count("question", digest.questions),
            n=digest.answered,
            share=share,
        )
    )
    if digest.right_votes or digest.wrong_votes:
        yield Line(tr("digest.votes", right=digest.right_votes, wrong=digest.wrong_votes))
    if digest.most_asked:
        asked = [
            tr("digest.item", name=tr.quoted(label(text)), n=n) for text, n in digest.most_asked
        ]
        yield Line(tr("digest.most-asked", questions=tr.join_and(asked)))
    if digest.most_cited:
        cited = [tr("digest.item", name=label(name), n=n) for name, n in digest.most_cited]
        yield Line(tr("digest.most-cited", outlets=tr.join_and(cited)))
    yield from (Line(_day_text(tr, day), Style.NOTE) for day in digest.days)


def _day_text(tr: Translations, day: DayFigures) -> str:
    return tr(
        "digest.day",
        day=tr.date(day.day),
        questions=tr.count("question", day.questions),
        median=tr.decimal(day.median_seconds),
        slowest=tr.decimal(day.slowest_seconds),
    )


def _picture(tr: Translations, days: Sequence[DayFigures]) -> Attachment | None:
    """Draw how many questions there were, and how quickly they were answered, day by day."""
    try:
        from bot.evaluation.plot import draw_days  # noqa: PLC0415 - matplotlib may be missing, and takes a second
    except PlottingUnavailable:
        return None
    content = draw_days(
        [f"{day.day:%d.%m}" for day in days],
        [day.questions for day in days],
        [day.median_seconds for day in days],
        (tr("digest.axis-questions"), tr("digest.axis-seconds")),
    )
    return Attachment(PICTURE_NAME, content, tr("digest.picture"))
