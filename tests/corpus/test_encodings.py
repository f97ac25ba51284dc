"""Other encodings are named, with the command that converts, and never converted in silence."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from bot.chat.i18n import LANGUAGES, translations
from bot.chat.rendering.error_messages import fault_text
from bot.corpus.encodings import guess_encoding
from bot.corpus.loader import read_corpus
from bot.errors import Fault, FaultKind

UKRAINIAN = "Шторм у неділю вночі зруйнував пірс у Толбі. Ніхто не постраждав."
UKRAINIAN_NOTE = "---\ntitle: Пором затонув\nauthor: Оксана Гай\n---\n\nПором затонув уночі.\n"
ENGLISH = "The storm hit the café at Tolby. “Never,” said the mayor’s aide – it’s £5."


@pytest.mark.parametrize(
    ("text", "encoding", "named"),
    [
        (UKRAINIAN, "cp1251", "windows-1251"),
        (UKRAINIAN, "koi8_u", "koi8-u"),
        (UKRAINIAN, "cp866", "cp866"),
        (UKRAINIAN, "utf-16", "utf-16"),
        (UKRAINIAN, "utf-32", "utf-32"),
        (UKRAINIAN, "utf-16-le", "utf-16le"),
        (UKRAINIAN, "utf-16-be", "utf-16be"),
        (UKRAINIAN_NOTE, "cp866", "cp866"),
        ("По данным Harbour Wire, шторм снёс пирс в Tolby.", "koi8_r", "koi8-u"),
        ("Sturm über Olsby\n\nDer Sturm kam am Montag.", "mac_roman", "macintosh"),
        (ENGLISH, "cp1252", "windows-1252"),
        (ENGLISH, "mac_roman", "macintosh"),
        (ENGLISH, "utf-16", "utf-16"),
        (ENGLISH, "utf-16-le", "utf-16le"),
        ("Der Sturm zerstörte die Brücke über die Förde.", "latin-1", "windows-1252"),
        ("La tempête a détruit la jetée, un été.", "cp1252", "windows-1252"),
        ("Burza zniszczyła molo w Łodzi, źle się dzieje.", "cp1250", "windows-1250"),
        ("Η καταιγίδα κατέστρεψε την προβλήτα στο λιμάνι.", "cp1253", "windows-1253"),
        ("嵐は日曜日の夜に桟橋を破壊した。けが人はいなかった。", "shift_jis", "shift_jis"),
        ("暴风雨在星期天晚上摧毁了码头,没有人受伤。", "gb18030", "gb18030"),
        ("Plain letters alone, in two bytes each.", "utf-16-be", "utf-16be"),
    ],
)
def test_a_file_in_another_encoding_is_a_fault_that_names_it(
    tmp_path: Path, text: str, encoding: str, named: str
) -> None:
    (tmp_path / "a.txt").write_bytes(text.encode(encoding, "replace"))
    (tmp_path / "b.txt").write_text("The kite flew.", encoding="utf-8")
    corpus, [fault] = read_corpus(tmp_path)
    assert (fault.kind, fault.detail) == (FaultKind.OTHER_ENCODING, named)
    assert [corpus[number].text for number in range(len(corpus))] == ["The kite flew."]


@pytest.mark.parametrize(
    "content", [b"\xff", b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe\xaa", b"\x00\x01\xff" * 9]
)
def test_bytes_that_are_no_text_are_not_guessed_at(content: bytes) -> None:
    assert guess_encoding(content) is None


@pytest.mark.parametrize("encoding", ["latin-1", "cp1251"])
def test_a_file_that_is_utf_8_in_part_is_not_converted_as_a_whole(encoding: str) -> None:
    odd = {"latin-1": "Ü", "cp1251": "Ще"}[encoding].encode(encoding)
    assert guess_encoding("Café Noël closed.\n\n".encode() + odd + b" is odd.\n") is None


@pytest.mark.parametrize("encoding", ["cp1251", "koi8_u", "utf-16-le", "utf-16-be", "mac_roman"])
def test_the_command_converts_a_file_of_any_name(tmp_path: Path, encoding: str) -> None:
    text = ENGLISH if encoding == "mac_roman" else UKRAINIAN
    file = tmp_path / 'it\'s "odd" $name.txt'
    file.write_bytes(text.encode(encoding))
    _, [fault] = read_corpus(tmp_path)
    said = fault_text(translations("en"), fault)
    subprocess.run(said[said.index("iconv") :], shell=True, check=True)  # noqa: S602 - as pasted
    assert file.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("text", ["The kite\x00flew.", "A \x01 B"])
def test_a_stray_control_is_no_other_encoding(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert read_corpus(tmp_path)[1] == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fault_gives_the_command_that_converts(language: str) -> None:
    fault = Fault("my corpus/a.txt", 3, FaultKind.OTHER_ENCODING, detail="windows-1251")
    said = fault_text(translations(language), fault)
    assert said.startswith("my corpus/a.txt:3: ")
    assert said.endswith(
        "iconv -f windows-1251 -t utf-8 'my corpus/a.txt' > 'my corpus/a.txt.new'"
        " && mv 'my corpus/a.txt.new' 'my corpus/a.txt'"
    )
