from __future__ import annotations

import json
import re
from pathlib import Path

from bench.corpora import QUESTIONS, write_corpus
from bench.prose import FUNCTION_WORDS, Writer
from bench.words import Words, vocabulary_size
from bot.attribution.gazetteer_loader import load_gazetteer
from bot.corpus.loader import read_corpus
from bot.evaluation.labelled import read_labelled
from bot.snapshot_builder import SnapshotBuilder
from tests.conftest import ATTRIBUTOR


def files(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    for name, seed in (("one", 1), ("again", 1), ("other", 2)):
        write_corpus(tmp_path / name, 300, seed)
    assert files(tmp_path / "one") == files(tmp_path / "again")
    assert files(tmp_path / "one").keys() == files(tmp_path / "other").keys()
    assert files(tmp_path / "one") != files(tmp_path / "other")


def test_the_bot_reads_as_many_passages_as_asked_for(tmp_path: Path) -> None:
    for passages in (1, 7, 10, 1234):
        write_corpus(tmp_path / str(passages), passages, 1)
        corpus, faults = read_corpus(tmp_path / str(passages) / "corpus")
        assert not faults
        assert len(corpus) == passages
    assert 100 <= corpus.article_count <= 130
    assert all(
        article.title and article.author and article.publisher and article.date
        for article in map(corpus.article, range(corpus.article_count))
    )


def test_questions_are_labelled_with_the_passage_that_has_their_words(tmp_path: Path) -> None:
    write_corpus(tmp_path, 300, 1)
    corpus, _ = read_corpus(tmp_path / "corpus")
    asked = read_labelled(tmp_path / "questions.jsonl", corpus, load_gazetteer().spellings)
    assert len(asked) == QUESTIONS
    everywhere = {
        word for number in range(len(corpus)) for word in corpus[number].text.lower().split()
    }
    for one in asked:
        words = set(re.findall(r"[A-Za-z]{4,}", one.question.text)) - {
            "when",
            "many",
            "what",
            "where",
            "which",
            "much",
            "told",
        }
        if one.gold:
            texts = [corpus[corpus.find_passage(name) or 0].text for name in one.gold]
            assert any(all(word in text for word in words) for text in texts)
        else:
            assert not {word.lower() for word in words} & everywhere
    assert sum(not one.gold for one in asked) == QUESTIONS // 10


def test_passages_are_like_news(tmp_path: Path) -> None:
    write_corpus(tmp_path, 500, 1)
    corpus, _ = read_corpus(tmp_path / "corpus")
    words = [
        word for number in range(len(corpus)) for word in re.findall(r"\w+", corpus[number].text)
    ]
    assert 80 < len(words) / len(corpus) < 110
    assert 0.3 < sum(word.lower() in FUNCTION_WORDS for word in words) / len(words) < 0.5
    assert 0.1 < sum(word[0].isupper() for word in words) / len(words) < 0.25
    citing = [
        bool(one.citations)
        for one in SnapshotBuilder(tmp_path / "corpus", ATTRIBUTOR, 0.4).build().attributions
    ]
    assert 0.2 < sum(citing) / len(citing) < 0.5


def test_no_two_ranks_share_a_word() -> None:
    words = Words(1)
    assert len({words.word(rank) for rank in range(50_000)}) == 50_000
    assert len(words.word(0)) < len(words.word(10**6)) < len(words.word(10**9))


def test_more_text_has_more_words_but_fewer_new_ones() -> None:
    assert 3 < vocabulary_size(10**7) / vocabulary_size(10**6) < 3.2
    small, large = (
        {
            word
            for article in Writer(1, size).batch(0, 200)
            for text in article.passages
            for word in text.split()
        }
        for size in (200, 20_000)
    )
    assert len(small) < len(large)


def test_batches_do_not_depend_on_one_another() -> None:
    writer = Writer(1, 300)
    later = list(writer.batch(2, 100))
    assert list(writer.batch(1, 100)) != later
    assert list(writer.batch(2, 100)) == later


def test_every_line_of_questions_has_an_id_and_a_text(tmp_path: Path) -> None:
    write_corpus(tmp_path, 50, 1)
    rows = [
        json.loads(line)
        for line in (tmp_path / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert [row["id"] for row in rows] == [f"q{number:03d}" for number in range(QUESTIONS)]
    assert all(row["text"].endswith("?") for row in rows)
