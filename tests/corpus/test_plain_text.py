"""`.txt` files as editors, exports and copy-paste leave them."""

from __future__ import annotations

import pytest

from bot.corpus.plain_text import read_plain_text
from bot.corpus.records import StoredArticle


def read(text: str) -> StoredArticle:
    return read_plain_text(text, "x", "x.txt", "x.txt")[0]


def passages(stored: StoredArticle) -> list[str]:
    return [stored.text[block.start : block.end] for block in stored.passages]


@pytest.mark.parametrize(
    ("text", "title", "author", "found"),
    [
        (
            "Storm\n\nNobody hurt as eleven boats sink\n\nThe storm came.",
            "Storm",
            None,
            ["Nobody hurt as eleven boats sink", "The storm came."],
        ),
        (
            "Storm takes pier\n\nBy Ada Lunn\n\nThe storm came.",
            "Storm takes pier",
            "Ada Lunn",
            ["The storm came."],
        ),
        (
            "Storm takes pier\n\nBy Ada Lunn, Harbour Wire\n\nThe storm came.",
            "Storm takes pier",
            "Ada Lunn",
            ["The storm came."],
        ),
        (
            "Storm takes pier\n\nBY ADA LUNN AND BO EK\n\nThe storm came.",
            "Storm takes pier",
            "Ada Lunn and Bo Ek",
            ["The storm came."],
        ),
        (
            "Storm takes pier\n\nNobody hurt, eleven boats lost\n\nBy Ada Lunn | Harbour Wire\n\nThe storm came.",
            "Storm takes pier",
            "Ada Lunn",
            ["Nobody hurt, eleven boats lost", "The storm came."],
        ),
        (
            "BREAKING NEWS\n\nStorm takes the pier\n\nBy Ada Lunn\n\nThe storm came.",
            "Storm takes the pier",
            "Ada Lunn",
            ["The storm came."],
        ),
        (
            "OPINION\n\nWhy the pier must stay\n\nAda Lunn\n\nThe pier came.",
            "Why the pier must stay",
            "Ada Lunn",
            ["The pier came."],
        ),
        (
            "ANALYSIS | HARBOUR\n\nStorm takes the pier\n\nThe storm came.",
            "Storm takes the pier",
            None,
            ["The storm came."],
        ),
        (
            "Exclusive:\n\nStorm takes the pier\n\nThe storm came.",
            "Storm takes the pier",
            None,
            ["The storm came."],
        ),
        (
            "ТЕРМІНОВО\n\nШторм зруйнував пірс у Толбі\n\nАда Лунн\n\nШторм настав.",
            "Шторм зруйнував пірс у Толбі",
            "Ада Лунн",
            ["Шторм настав."],
        ),
        ("Шторм\n\nАвтор: Ада Лунн\n\nШторм настав.", "Шторм", "Ада Лунн", ["Шторм настав."]),
        (
            "STORM TAKES PIER\n\nAda Lunn\n\nThe storm came.",
            "STORM TAKES PIER",
            "Ada Lunn",
            ["The storm came."],
        ),
        ("STORM\n\nAda Lunn\n\nThe storm came.", "STORM", "Ada Lunn", ["The storm came."]),
        (
            "Storm takes pier\nAda Lunn\n\nThe storm came.\n\nIt went.",
            "Storm takes pier",
            "Ada Lunn",
            ["The storm came.", "It went."],
        ),
        (
            "Storm takes pier\nBy Ada Lunn\n2024-05-06\n\nThe storm came.\n\nIt went.",
            "Storm takes pier",
            "Ada Lunn",
            ["The storm came.", "It went."],
        ),
        (
            "Storm takes pier\n\nAda Lunn\n\n2024-05-06\n\nThe storm came.",
            "Storm takes pier",
            "Ada Lunn",
            ["The storm came."],
        ),
        (
            "Storm takes pier\nThe storm came on Sunday.\nIt went on Monday.\nNobody was hurt.",
            "Storm takes pier",
            None,
            ["The storm came on Sunday.", "It went on Monday.", "Nobody was hurt."],
        ),
        (
            "Storm takes pier\n\nThe storm came on Sunday.\nIt went on Monday.\nNobody was hurt.",
            "Storm takes pier",
            None,
            ["The storm came on Sunday.", "It went on Monday.", "Nobody was hurt."],
        ),
        (
            "Storm takes pier\n\nThe storm came on Sunday and took the\npier with it, the harbour master of the\ntown said.\n\nIt went on Monday, when nobody was\nthere.",
            "Storm takes pier",
            None,
            [
                "The storm came on Sunday and took the\npier with it, the harbour master of the\ntown said.",
                "It went on Monday, when nobody was\nthere.",
            ],
        ),
        (
            "Storm\n\nThe storm came.\n\nKey points\n\nEleven boats sank\n\nRepairs cost 7 million",
            "Storm",
            None,
            ["The storm came.", "Eleven boats sank", "Repairs cost 7 million"],
        ),
        (
            "Storm\n\nKey points\n\nEleven boats sank in the harbour\n\nRepairs cost 7 million crowns\n\nThe storm came.",
            "Storm",
            None,
            [
                "Eleven boats sank in the harbour",
                "Repairs cost 7 million crowns",
                "The storm came.",
            ],
        ),
        (
            "Storm\n\nKey points\nEleven boats sank in the harbour\nRepairs cost 7 million crowns\n\nThe storm came.",
            "Storm",
            None,
            [
                "Eleven boats sank in the harbour",
                "Repairs cost 7 million crowns",
                "The storm came.",
            ],
        ),
        (
            "Storm\n\nAda Lunn\n\nThe storm came.\n\nWhat happens next\n\nThe pier is built anew.",
            "Storm",
            "Ada Lunn",
            ["The storm came.", "The pier is built anew."],
        ),
        (
            "Storm\n\nAda Lunn\n\nThe storm came.\n\nReporting by Ada Lunn, editing by Bo Ek",
            "Storm",
            "Ada Lunn",
            ["The storm came.", "Reporting by Ada Lunn, editing by Bo Ek"],
        ),
        (
            "Title: Storm takes pier\nAuthor: Ada Lunn\nDate: 2024-05-06\n\nThe storm came.",
            "Storm takes pier",
            "Ada Lunn",
            ["The storm came."],
        ),
        (
            "Storm takes the pier at Tolby as\nwinter comes early\n\nAda Lunn\n\nThe storm came.",
            "Storm takes the pier at Tolby as winter comes early",
            "Ada Lunn",
            ["The storm came."],
        ),
        (
            "Storm\r\n\r\nBy Ada Lunn\r\n\r\nThe storm came.\r\n",
            "Storm",
            "Ada Lunn",
            ["The storm came."],
        ),
        (
            "Storm takes pier\n\n    The storm came on Sunday and took\nthe pier with it.\n    It went on Monday, when nobody\nwas there.",
            "Storm takes pier",
            None,
            [
                "The storm came on Sunday and took\nthe pier with it.",
                "It went on Monday, when nobody\nwas there.",
            ],
        ),
        (
            "Storm takes pier\n\nPublished 2024-05-06\n\nBy Ada Lunn\n\nThe storm came.",
            "Storm takes pier",
            "Ada Lunn",
            ["The storm came."],
        ),
        (
            "Eleven Boats Sink as Storm Hits\n\nHarbour master calls it the worst night in a century\n\nAda Lunn\n\nThe storm came.",
            "Eleven Boats Sink as Storm Hits",
            "Ada Lunn",
            ["Harbour master calls it the worst night in a century", "The storm came."],
        ),
        (
            "Storm\n\n“We will rebuild,” says mayor of Tolby\n\nThe storm came.",
            "Storm",
            None,
            ["“We will rebuild,” says mayor of Tolby", "The storm came."],
        ),
        ("Storm\n\nBackground\n\nThe storm came.", "Storm", None, ["The storm came."]),
        ("Storm\n\nKey Points\n\nThe storm came.", "Storm", None, ["The storm came."]),
        (
            "The storm took the pier at Elby on Sunday night.\nEleven boats sank, the harbour master said.\nNobody was hurt.",
            None,
            None,
            [
                "The storm took the pier at Elby on Sunday night.",
                "Eleven boats sank, the harbour master said.",
                "Nobody was hurt.",
            ],
        ),
        (
            "Storm\n\n***\n\nThe storm came.\n\n---\n\nIt went.",
            "Storm",
            None,
            ["The storm came.", "It went."],
        ),
        ("Only this", None, None, ["Only this"]),
        (
            "5 min read\n\nStorm takes pier\n\nAda Lunn\n\nThe storm came.",
            "Storm takes pier",
            "Ada Lunn",
            ["The storm came."],
        ),
        (
            "Storm takes pier\n\nAda Lunn and Bo Ek in Tolby\n\nThe storm came.",
            "Storm takes pier",
            "Ada Lunn and Bo Ek",
            ["The storm came."],
        ),
        (
            "Шторм\n\nНіхто не постраждав, потонули одинадцять човнів\n\nШторм настав.",
            "Шторм",
            None,
            ["Ніхто не постраждав, потонули одинадцять човнів", "Шторм настав."],
        ),
        (
            "Storm talks fail\n\nMayor of Tolby says no to the county\n\nThe talks failed.",
            "Storm talks fail",
            None,
            ["Mayor of Tolby says no to the county", "The talks failed."],
        ),
        (
            "Storm talks fail\n\nMayor of Tolby\n\nThe talks failed.\n\nHe left.",
            "Storm talks fail",
            None,
            ["The talks failed.", "He left."],
        ),
        (
            "Шторм стих\n\nПетро Лис у день шторму мовчав\n\nШторм стих уночі.",
            "Шторм стих",
            None,
            ["Петро Лис у день шторму мовчав", "Шторм стих уночі."],
        ),
        (
            "Шторм стих\n\nОксана Гай, «Гавань»\n\nШторм стих уночі.",
            "Шторм стих",
            "Оксана Гай",
            ["Шторм стих уночі."],
        ),
        (
            "Шторм стих\n\nИван Рыба, корреспондент «Волны»\n\nШторм стих ночью.",
            "Шторм стих",
            "Иван Рыба",
            ["Шторм стих ночью."],
        ),
        (
            "Sturm endet\n\nVon Greta Timm, Olsbyer Bote\n\nEr endete nachts.",
            "Sturm endet",
            "Greta Timm",
            ["Er endete nachts."],
        ),
        (
            "Brandt wins\n\nOlof Brandt Triumphant\n\nHe won.\n\nHe smiled.",
            "Brandt wins",
            None,
            ["He won.", "He smiled."],
        ),
        (
            "Міст у Ворлі закрили на ремонт\nМерія обіцяє завершити роботи до осені\nМіст закрили о шостій ранку, повідомили в мерії.\nРух пустили в об’їзд.",
            "Міст у Ворлі закрили на ремонт",
            None,
            [
                "Мерія обіцяє завершити роботи до осені",
                "Міст закрили о шостій ранку, повідомили в мерії.",
                "Рух пустили в об’їзд.",
            ],
        ),
        (
            "Dam breaks\n\nAda Lunn\n\nIt broke.\n\nPeople leave lower Velby by 18:00\n\nBuses wait.",
            "Dam breaks",
            "Ada Lunn",
            ["It broke.", "People leave lower Velby by 18:00", "Buses wait."],
        ),
        (
            "The storm took the pier at Elby on Sunday night.\n\nEleven boats sank.",
            "The storm took the pier at Elby on Sunday night.",
            None,
            ["The storm took the pier at Elby on Sunday night.", "Eleven boats sank."],
        ),
    ],
)
def test_head_headings_and_passages_are_told_apart(
    text: str, title: str | None, author: str | None, found: list[str]
) -> None:
    stored = read(text)
    assert (stored.article.title, stored.article.author, passages(stored)) == (title, author, found)


@pytest.mark.parametrize(
    ("text", "byline"),
    [
        ("Storm\n\nBy ADA LUNN, Harbour Wire\n\nIt came.", "By ADA LUNN, Harbour Wire"),
        ("Storm\n\nAda Lunn\nHarbour Wire\n\nIt came.", "Ada Lunn, Harbour Wire"),
        (
            "Storm\n\nBy Ada Lunn\nPolitical correspondent\n\nIt came.",
            "Ada Lunn, Political correspondent",
        ),
        ("Storm\n\nBy Ada Lunn\n\nIt came.", None),
    ],
)
def test_the_outlet_of_a_byline_is_kept(text: str, byline: str | None) -> None:
    stored = read(text)
    assert (stored.article.author, stored.article.byline) == ("Ada Lunn", byline)
    assert passages(stored) == ["It came."]


def test_points_of_a_list_stand_under_their_heading() -> None:
    stored = read(
        "Storm\n\nKey points:\n\n- Eleven boats sank\n- Repairs cost 7 million\n\nIt came."
    )
    assert passages(stored) == ["- Eleven boats sank\n- Repairs cost 7 million", "It came."]
    assert {block.heading for block in stored.passages} == {"Key points"}


@pytest.mark.parametrize(
    "line", ["2024-05-06", "Published 2024-05-06", "Updated: 2024-05-06", "2024-05-06 | 5 min read"]
)
def test_a_date_below_the_title_is_that_of_the_article(line: str) -> None:
    stored = read(f"Storm\n\n{line}\n\nIt came.")
    assert (str(stored.article.date), passages(stored)) == ("2024-05-06", ["It came."])
