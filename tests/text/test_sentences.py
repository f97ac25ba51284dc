"""Sentences of news: ranks, titles, quotations and lists."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.sentences import split_sentences


def sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text)]


@pytest.mark.parametrize(
    "wanted",
    [
        ["The raid was led by Brig. Ada Holt.", "It failed."],
        ["Police Insp. Bo Ek said so.", "Nobody heard."],
        ["He met Pvt. Ole Dahl, Cpl. Bo Ek and Pfc. Ada Lunn.", "They left."],
        ["Msgr. Dahl spoke.", "Atty. Gen. Eva Rand listened."],
        ["Lt. Col. Ada Holt and Maj. Gen. Bo Ek resigned.", "Both left."],
        ["Det. Chief Insp. Mina Roe and Supt. Dahl came.", "They found it."],
        ["Vice Adm. Ole Dahl and Rear Adm. Bo Ek met.", "It rained."],
        ["Staff Sgt. Ada Lunn was hurt.", "She is fine."],
        ["Amb. Eva Rand met Dep. Gov. Dahl.", "They talked."],
        ["“We will stay!” Ida Berg shouted.", "The crowd clapped."],
        ["“Who are you?” Mayor Ida Berg asked.", "Nobody answered."],
        ["“Never!” Ida Berg, the mayor, told the crowd.", "It cheered."],
        ['"Go home!" Berg said.', "They went."],
        ["'Why now?' Det. Supt. Mina Roe asked.", "Nobody knew."],
        ["“Is it over?”", "The crowd waited."],
        ["“Stop!”", "He ran."],
        ["«Ніколи!» Іда Берг вигукнула.", "Натовп мовчав."],
        ["«Хто ви?» — запитала Іда Берг.", "Ніхто не відповів."],
        ["Рейд очолив ген. Олег Дал.", "Двоє загинули."],
        ["Його провели полк. Іван Бойко та підполк. Олег Дал.", "Усе."],
        ["The firm, Dahl & Co. Ltd., closed.", "It owed much."],
        ["It ended in Calif.", "The mayor left."],
        ["Rev. Dr. Ole Dahl spoke on Jan. 5.", "He left."],
        ["“What a night!” the mayor said.", "It ended."],
        ["“We won…” Ida Berg whispered.", "She wept."],
        ["Are you in?", "She asked twice."],
        ["Capt. J. R. Dahl sailed at 5 p.m. on Friday.", "He came back."],
        ["“Really?!” Bo Ek of the Harbour Wire wrote.", "It was true."],
        ["Sgt. Maj. Ada Lunn spoke to Gov. Eva Rand.", "Both left."],
        ["Cllr. Ada Lunn and Hon. Bo Ek met.", "It rained."],
        ["Const. Ada Lunn was on duty.", "All was quiet."],
        ["The mayor asked: “Who pays?”", "Nobody answered."],
        ["“Help!” a man cried.", "Then silence."],
        ["“We did it!” Team captain Ida Berg said.", "They had."],
        ["“¡Nunca!” Ida Berg said.", "It rained."],
        ["It ended.\u200b", "The storm went on."],
        ["He said **no.**", "Then he left."],
        ["Er sagte: „Nein!“", "Dann ging er."],
        ["« Où allez-vous ? »", "Il sortit."],
        ["Talks began at 5 p.m. on Monday.", "They ended at 7 p.m.", "Nobody spoke."],
        ["“Will you stay?” asked the mayor.", "“No.”", "He left."],
        ["Is it true?", "No.", "Not at all."],
        ["See No. 5 of the list and Nos. 7 and 8.", "Both are odd."],
        ["1. Eva Rand won.", "2. Karl Ost was second."],
        ["It ended in 2019.", "Two years later it was back."],
        ["Збитки – 3 млн. грн.", "Поліція шукає винних."],
        ["Ремонт коштував 3 млн. грн. та ще 200 тис. дол. США.", "Мер задоволений."],
        ["Ген. І. П. Лис прибув о 5 год. ранку.", "Бій тривав."],
        ["Вул. Довга та пл. Ринок закриті.", "Рух пустили в об’їзд."],
        ["Це сталося 3 трав. 2024 р.", "Ніхто не бачив."],
        ["Втрати: 5 танків, 3 гармати і т. д.", "Бої тривають."],
        ["Am 3. Oktober sprach Dr. h. c. Jens Voss.", "Es regnete."],
        ["Die Müller GmbH u. Co. KG in der Hafenstr. 5 ist pleite.", "So das Gericht."],
        ["Ул. Ленина и пр. Мира закрыты.", "Ремонт стоит 3 млн. руб.", "Мэр доволен."],
        ["Это было в 2024 г.", "Потом всё забыли."],
    ],
)
def test_sentences_end_where_they_end(wanted: list[str]) -> None:
    assert sentences(" ".join(wanted)) == wanted


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["- ", "* ", "• ", "1. ", "2) "])
def test_each_item_of_a_list_is_a_sentence(mark: str, end: str) -> None:
    items = [f"{mark}Eleven boats sank", f"{mark}Repairs cost 7 million. Nobody pays"]
    assert sentences(end.join(["Key points:", *items])) == [
        "Key points:",
        items[0],
        f"{mark}Repairs cost 7 million.",
        "Nobody pays",
    ]


PIECES = st.sampled_from(
    [
        *("“Never!” ", "Ida Berg ", "said. ", "Brig. ", "Gen. ", "- ", "* ", "\n", "\r\n", "1. "),
        *(
            "\u200b",
            "\u00ad",
            "**",
            "_",
            "?",
            "!",
            "…",
            ". ",
            "A",
            "a",
            " ",
            "»",
            "https://a.b ",
            "<!--",
        ),
    ]
)


@given(st.lists(PIECES, max_size=20).map("".join))
def test_sentences_are_all_of_the_text_in_order(text: str) -> None:
    end = 0
    for span in split_sentences(text):
        assert not text[end : span.start].strip()
        assert span.start < span.end
        piece = text[span.start : span.end]
        assert piece == piece.strip()
        end = span.end
    assert not text[end:].strip()
