from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from bot.answering.question.answer_type import AnswerType
from bot.question_answer import Question
from bot.snapshot_builder import SnapshotBuilder
from bot.text.language import UNKNOWN_LANGUAGE, Languages
from bot.text.language_tables import LANGUAGE_CODES, language_table
from bot.text.sentences import split_sentences
from tests.conftest import ATTRIBUTOR

TABLES: dict[str, Any] = tomllib.loads(
    Path(__file__).with_name("languages.toml").read_text(encoding="utf-8")
)
LANGUAGES = Languages()


def test_every_language_is_tried() -> None:
    assert set(TABLES) == set(LANGUAGE_CODES)


@pytest.mark.parametrize("code", [*LANGUAGE_CODES, UNKNOWN_LANGUAGE])
def test_every_pattern_compiles(code: str) -> None:
    language = LANGUAGES.get(code)
    assert all(kind in set(AnswerType) for kind, _ in language.question_type_patterns)
    assert all(kind in set(AnswerType) for kind in language.answer_patterns)
    assert all(
        isinstance(pattern, re.Pattern) for pattern in (language.anaphora, language.negation)
    )


@pytest.mark.parametrize("code", LANGUAGE_CODES)
def test_the_stop_words_of_a_language_are_stopped(code: str) -> None:
    analyzer = LANGUAGES.get(code).analyzer
    assert [
        word
        for group in language_table(code)["stop"].values()
        for word in group
        if analyzer.terms(word)
    ] == []


@pytest.mark.parametrize(
    ("code", "one", "other"),
    [(code, *pair) for code in LANGUAGE_CODES for pair in TABLES[code]["meet"]],
)
def test_spellings_and_inflections_meet(code: str, one: str, other: str) -> None:
    analyzer = LANGUAGES.get(code).analyzer
    assert analyzer.terms(one) == analyzer.terms(other) != []


@pytest.mark.parametrize(
    ("code", "kind", "question", "answer"),
    [(code, *row) for code in LANGUAGE_CODES for row in TABLES[code]["asks"]],
)
def test_what_a_question_asks_for_and_what_an_answer_holds(
    code: str, kind: str, question: str, answer: str
) -> None:
    language = LANGUAGES.get(code)
    assert (
        next(
            (
                asked
                for asked, pattern in language.question_type_patterns
                if pattern.search(question)
            ),
            AnswerType.OTHER,
        )
        == kind
    )
    assert not answer or language.answer_patterns[kind].search(answer)


@pytest.mark.parametrize("code", LANGUAGE_CODES)
def test_a_paragraph_is_known_by_its_words(code: str) -> None:
    assert LANGUAGES.detect(TABLES[code]["paragraph"]) == code


@pytest.mark.parametrize(
    "text",
    [
        "O velho ponte sobre o rio foi fechada em março porque os seus pilares não são seguros, e a câmara decide em maio.",
        "Il vecchio ponte sul fiume è stato chiuso a marzo perché i suoi piloni non sono più sicuri, e il consiglio decide a maggio.",
        "De oude brug over de rivier is in maart gesloten omdat de pijlers niet sterk genoeg zijn, en de raad beslist in mei.",
        "Старият мост над реката е затворен през март, защото опорите му не са здрави, и съветът ще реши през май.",
        "Stary most na rzece został zamknięty w marcu, bo jego filary są słabe, a rada zdecyduje w maju, czy będzie odbudowany.",
        "東京の古い橋は三月に閉鎖された。",
        "1984",
        "",
    ],
)
def test_a_neighbour_without_a_table_is_no_language_of_ours(text: str) -> None:
    assert LANGUAGES.detect(text) is None


@pytest.mark.parametrize("code", LANGUAGE_CODES)
def test_no_short_question_in_the_language_of_the_articles_is_lost(code: str) -> None:
    for question in TABLES[code]["questions"]:
        assert [language.code for language in LANGUAGES.detect_question(question, [code])] == [code]


@pytest.mark.parametrize("code", LANGUAGE_CODES)
def test_a_question_in_another_language_is_never_taken_for_a_third_and_mostly_seen(
    code: str,
) -> None:
    foreign = [
        (other, question)
        for other in LANGUAGE_CODES
        if other != code
        for question in TABLES[other]["questions"]
    ]
    seen = 0
    for other, question in foreign:
        (found,) = LANGUAGES.detect_question(question, [code])
        assert found.code in {code, other}
        seen += found.code == other
    assert seen >= 0.9 * len(foreign)


@pytest.mark.parametrize(
    "question",
    [
        "kim jong un visit",
        "Der Spiegel article",
        "die hard director",
        "el salvador president",
        "Peñarol",
        "Müller Brücke",
        "Путин",
        "¿?",
        "",
    ],
)
def test_names_and_loan_words_make_no_question_foreign(question: str) -> None:
    assert [language.code for language in LANGUAGES.detect_question(question, ["en"])] == ["en"]


@pytest.mark.parametrize("code", LANGUAGE_CODES)
def test_only_a_question_in_another_language_than_the_articles_is_foreign(
    code: str, tmp_path: Path
) -> None:
    (tmp_path / "bridge.md").write_text(TABLES[code]["paragraph"], encoding="utf-8")
    answerer = SnapshotBuilder(tmp_path, ATTRIBUTOR, 0.5).build().answerer
    assert {
        answerer.answer(Question(text)).foreign_language for text in TABLES[code]["questions"]
    } == {None}
    other = "de" if code != "de" else "en"
    assert answerer.answer(Question(TABLES[other]["questions"][0])).foreign_language == other


def test_a_question_that_does_not_tell_may_be_in_any_language_of_the_articles() -> None:
    assert [language.code for language in LANGUAGES.detect_question("Velden?", ["de", "en"])] == [
        "de",
        "en",
    ]
    assert [
        language.code for language in LANGUAGES.detect_question("Wer ist es?", ["en", "de"])
    ] == ["de"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Он родился в г. Москва. Умер там же.", 2),
        ("Он умер в 1990 г. После этого дом продали.", 2),
        ("В 1990 г. Горбачёв получил премию.", 1),
        ("Дом на ул. Ленина, т. е. Музей им. Пушкина, открыт. Он мал.", 2),
        ("В 1941–1945 гг. Россия воевала.", 1),
        ("Це сталося 1990 р. Після того міст закрили.", 2),
        ("Бюджет — 5 млн. Гроші дала рада.", 1),
        ("Театр ім. Франка на вул. Франка. Він старий.", 2),
        ("Viele, z. B. Anna, kamen am 3. Mai an. Dann gingen sie.", 2),
        ("Im 19. Jahrhundert, d. h. Ende, wuchs Nr. 3 schnell. Dr. Weber kam.", 2),
        ("Der 2. Bürgermeister sprach. Er ging.", 2),
        ("César est né en 100 av. J.-C. Il mourut en 44.", 2),
        ("M. Dupont et Mme Weber sont là. C'est tout.", 2),
        ("Los EE. UU. Votaron ayer, dijo el Sr. Ruiz. ¿Quién ganó? ¡Nadie!", 3),
        ("Murió en 44 a. C. El senado calló.", 2),
        ("Dr. Yılmaz 19. yy. Osmanlı tarihi yazdı. Bu iyi.", 2),
        ("Ο Περικλής πέθανε το 429 π.Χ. Η πόλη θρήνησε. Ποιος ήταν; Κανείς δεν ξέρει.", 4),
        ("Ο κ. Παπάς μίλησε. Έφυγε.", 2),
        ("من كتب؟ لا أحد. د. أحمد هنا.", 3),
        ("He was number 3. Mayor Roke came.", 2),
        ("Plan B. The end.", 1),
    ],
)
def test_where_sentences_end(text: str, count: int) -> None:
    assert len(split_sentences(text)) == count
