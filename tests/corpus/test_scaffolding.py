"""What stands in `.md` files and is no text."""

from __future__ import annotations

import pytest

from bot.corpus.markdown import read_markdown


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "<!-- wp:paragraph -->\nThe recount in Orrby ended on Friday.\n<!-- /wp:paragraph -->\n\n<!-- wp:paragraph -->\nNobody complained.\n<!-- /wp:paragraph -->",
            ["The recount in Orrby ended on Friday.", "Nobody complained."],
        ),
        (
            "<!--\nnote: Karl Ost\n\nstill hidden\n-->\n\nThe recount in Orrby ended on Friday.",
            ["The recount in Orrby ended on Friday."],
        ),
        (
            "<!-- x --> The recount in Orrby ended on Friday.",
            ["The recount in Orrby ended on Friday."],
        ),
        (
            "The recount in Orrby ended on Friday. <!-- x -->\n\nNobody complained.",
            ["The recount in Orrby ended on Friday.", "Nobody complained."],
        ),
        ("The recount <!-- Karl Ost --> ended.", ["The recount <!-- Karl Ost --> ended."]),
        (
            "The recount in Orrby ended on Friday.\n\n[1]: https://e.org/zebra\n[2]: https://e.org/b 'T'\n[story]: <https://e.org>",
            ["The recount in Orrby ended on Friday."],
        ),
        (
            "The recount in Orrby ended on Friday.\n\n[^1]: The council said so.",
            ["The recount in Orrby ended on Friday.", "[^1]: The council said so."],
        ),
        (
            "![Ballot box](box.jpg)\n\nThe recount in Orrby ended on Friday.",
            ["The recount in Orrby ended on Friday."],
        ),
        (
            '![Ballot box](box.jpg "A box")\nThe recount in Orrby ended on Friday.',
            ["The recount in Orrby ended on Friday."],
        ),
        (
            "[![Ballot](a.jpg)](https://e.org)\n\nThe recount in Orrby ended on Friday.",
            ["The recount in Orrby ended on Friday."],
        ),
        (
            '<img src="zebra.jpg" alt="Ballot box">\n\nThe recount in Orrby ended on Friday.',
            ["The recount in Orrby ended on Friday."],
        ),
        (
            "<figure>\n<img src='a.jpg'>\n</figure>\n\nThe recount in Orrby ended on Friday.",
            ["The recount in Orrby ended on Friday."],
        ),
        (
            "The recount in Orrby ended on Friday.\n\n---\n\nNobody complained.\n\n***\n\n* * *\n\n_____\n\n- - -",
            ["The recount in Orrby ended on Friday.", "Nobody complained."],
        ),
        (
            "The recount in Orrby ended on Friday.\n***\nNobody complained.",
            ["The recount in Orrby ended on Friday.", "Nobody complained."],
        ),
        (
            "The recount in Orrby ended on Friday.\n\nRead more: [Storm takes pier](https://e.org/storm)",
            ["The recount in Orrby ended on Friday."],
        ),
        (
            "The recount in Orrby ended on Friday.\n\n**Read more:** [Storm takes pier](https://e.org/storm)\n\nNobody complained.",
            ["The recount in Orrby ended on Friday.", "Nobody complained."],
        ),
        (
            "The recount in Orrby ended on Friday.\n\nRead also:\n\n- [Storm](https://e.org/a)\n- [Ferry](https://e.org/b)",
            ["The recount in Orrby ended on Friday."],
        ),
        (
            "The recount in Orrby ended on Friday.\n\n## Related\n\n* [Storm](https://e.org/a)\n* [Ferry](https://e.org/b)",
            ["The recount in Orrby ended on Friday."],
        ),
        (
            "The recount in Orrby ended on Friday.\n\nЧитайте також: [Шторм](https://e.org/a)",
            ["The recount in Orrby ended on Friday."],
        ),
        (
            "The recount in Orrby ended on Friday.\n\n[Home](/) | [News](/news) | [Sport](/sport)",
            ["The recount in Orrby ended on Friday."],
        ),
        (
            "The recount in Orrby ended on Friday.\n\nhttps://e.org/zebra-file",
            ["The recount in Orrby ended on Friday."],
        ),
        (
            "The recount in Orrby ended on Friday.\n\n<https://e.org/zebra-file>",
            ["The recount in Orrby ended on Friday."],
        ),
        (
            "The recount in Orrby ended on Friday.\n\n&nbsp;\n\nNobody complained.",
            ["The recount in Orrby ended on Friday.", "Nobody complained."],
        ),
        (
            "The recount in Orrby ended on Friday.\n\n\u200b\n\nNobody complained.",
            ["The recount in Orrby ended on Friday.", "Nobody complained."],
        ),
        (
            "The recount in Orrby ended on Friday.\n\n<br>\n<br/>\n\nNobody complained.",
            ["The recount in Orrby ended on Friday.", "Nobody complained."],
        ),
        (
            '<div class="lead">\n\nThe recount in Orrby ended on Friday.\n\n</div>',
            ["The recount in Orrby ended on Friday."],
        ),
        (
            'The recount in Orrby ended on Friday.\n\n[caption id="x" width="3"]\n\nNobody complained.',
            ["The recount in Orrby ended on Friday.", "Nobody complained."],
        ),
        (
            '{{< figure src="a.jpg" >}}\n\nThe recount in Orrby ended on Friday.',
            ["The recount in Orrby ended on Friday."],
        ),
        (
            "![[box.jpg]]\n\nThe recount in Orrby ended on Friday.",
            ["The recount in Orrby ended on Friday."],
        ),
        (
            "<script>\nvar zebra = 1;\n\nx\n</script>\n\nThe recount in Orrby ended on Friday.",
            ["The recount in Orrby ended on Friday."],
        ),
        (
            "<style>\n.a { b: c }\n</style>\n\nThe recount in Orrby ended on Friday.",
            ["The recount in Orrby ended on Friday."],
        ),
        (
            "Orrby votes\n===========\n\nThe recount in Orrby ended on Friday.\n\nWhat next\n---------\n\nNobody complained.",
            ["The recount in Orrby ended on Friday.", "Nobody complained."],
        ),
        (
            "The recount in Orrby ended on Friday.\n## What next\nNobody complained.",
            ["The recount in Orrby ended on Friday.", "Nobody complained."],
        ),
        ("| a | b |\n|---|---|\n| 1 | 2 |", ["| a | b |\n|---|---|\n| 1 | 2 |"]),
        ("* a list\n* of two", ["* a list\n* of two"]),
        (
            "[The recount ended on Friday.](https://e.org)",
            ["[The recount ended on Friday.](https://e.org)"],
        ),
        (
            "The council [said](https://e.org/zebra) so.",
            ["The council [said](https://e.org/zebra) so."],
        ),
        ("> Quoted words of Ada Lunn.", ["> Quoted words of Ada Lunn."]),
        (
            "Subscribe to our newsletter\n\nThe recount in Orrby ended on Friday.",
            ["The recount in Orrby ended on Friday."],
        ),
        (
            "Advertisement\n\nThe recount in Orrby ended on Friday.",
            ["The recount in Orrby ended on Friday."],
        ),
        (
            "Lesen Sie auch: [Pier](https://e.org)\n\nMehr zum Thema:\n\n- [Pier](https://e.org)\n\nX sank.",
            ["X sank."],
        ),
        (
            "Voir aussi : [Pier](https://e.org)\n\nПо теме: [Pier](https://e.org)\n\nX sank.",
            ["X sank."],
        ),
        ("%% do not name\n\nKarl Ost %%\n\nX sank.", ["X sank."]),
        ("Only 40 %% of it\n\nX sank.", ["Only 40 %% of it", "X sank."]),
        ('[[toc]]\n\nX sank.\n\n[img]: lamp.jpg "zebra"', ["X sank."]),
        *(
            (text, [text])
            for text in (
                "Advertisement of tobacco is banned in Orrby from May",
                "Реклама тютюну заборонена з травня",
                "Subscribe to the plan, the mayor told all of Orrby.",
                "Share this view many in Orrby, where the ferry is missed.",
                "Mehr dazu sagte der Bürgermeister nicht.",
                "Mehr zum Thema Hafen steht im Rathausblatt, teilte die Stadt mit.",
                "Anzeige erstattete der Wirt.",
                "À lire les journaux, tout va bien.",
                "На тему війни мер говорити відмовився",
            )
        ),
        ("Read more than 40 books, the mayor said.", ["Read more than 40 books, the mayor said."]),
        (
            "Related costs rose by 5 percent, the council said.",
            ["Related costs rose by 5 percent, the council said."],
        ),
        ("Photo: Ada Lunn / Harbour Wire", ["Photo: Ada Lunn / Harbour Wire"]),
        (
            "<p>The recount in Orrby ended on Friday.</p>",
            ["<p>The recount in Orrby ended on Friday.</p>"],
        ),
        (
            "```\nThe recount in Orrby ended on Friday.\n```",
            ["The recount in Orrby ended on Friday."],
        ),
        (
            "The recount in Orrby ended on Friday.\r\n\r\n<!-- x\r\n\r\ny -->\r\n\r\nNobody complained.",
            ["The recount in Orrby ended on Friday.", "Nobody complained."],
        ),
        (
            "[TOC]\n\nThe recount in Orrby ended on Friday.",
            ["The recount in Orrby ended on Friday."],
        ),
        (
            "See more: https://e.org/a\n\nThe recount in Orrby ended on Friday.",
            ["The recount in Orrby ended on Friday."],
        ),
        (
            "The recount in Orrby ended on Friday.\n\n- <https://e.org/a>\n- <https://e.org/b>",
            ["The recount in Orrby ended on Friday."],
        ),
    ],
)
def test_scaffolding_is_no_passage(text: str, found: list[str]) -> None:
    stored, _ = read_markdown(f"---\ntitle: T\n---\n\n{text}", "x", "x.md", "x.md")
    assert [stored.text[block.start : block.end] for block in stored.passages] == found


def test_an_underlined_question_is_a_heading() -> None:
    stored, _ = read_markdown("# T\n\nWho pays?\n===\n\nThe county.\n", "x", "x.md", "x.md")
    assert [item.heading for item in stored.passages] == ["Who pays?"]


def test_underlined_and_inner_lines_are_headings() -> None:
    stored, _ = read_markdown(
        "Orrby votes\n===\n\nIt ended.\n\nWhat next\n---\nIt starts.\n## Later\nNobody came.\n",
        "x",
        "x.md",
        "x.md",
    )
    assert stored.article.title == "Orrby votes"
    assert [block.heading for block in stored.passages] == [None, "What next", "Later"]
