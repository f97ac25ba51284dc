"""The commands and all wiring; the only reader of the settings."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import logging
import os
import sys
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot import cli_bench, cli_eval
from bot.attribution.attribute import Attributor
from bot.attribution.gazetteer import load_gazetteer
from bot.attribution.gazetteer_cache import cached_gazetteer
from bot.attribution.packed import Attributions
from bot.attribution.unknown import unknown_outlets
from bot.batch import read_batch
from bot.building.build import Plan, Progress, build, untold
from bot.building.pool import cores
from bot.chat import corpus_words, error_words, words
from bot.chat.speech import speech
from bot.cli_arguments import ABSTAINED, BAD_USAGE, FAILED, INTERRUPTED, OK, parser
from bot.config import Config, read_config
from bot.corpus.corpus import Corpus
from bot.errors import BylineError, DiscordTrouble, DiscordUnavailable, Fault, Faults, NotFound
from bot.frontends.reading_bar import ReadingBar
from bot.index.engines import AUTO
from bot.library import Library, Source
from bot.model import Question

if TYPE_CHECKING:
    from bot.chat.desk import Desk
    from bot.chat.manners import Manners
    from bot.chat.threads import Threads
    from bot.store.store import Store

TOKEN = "DISCORD_TOKEN"  # noqa: S105 - the name of the variable, not a token


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    commands = {"": _run, "discord": _discord, "chat": _chat, "ask": _ask, "show": _show, "check": _check, "replay": _replay, "eval": _eval, "bench": _bench}
    arguments = parser(commands).parse_args(argv)
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        return int(arguments.command(arguments))
    except BylineError as error:
        sys.stderr.write(error_words.error(speech(), error) + "\n")
        return int(arguments.fails_with)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has enough of it; keep the interpreter from complaining as it closes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK


def _run(arguments: argparse.Namespace) -> int:
    if os.environ.get(TOKEN):
        sys.stderr.write(f"Starting on Discord, because {TOKEN} is set. For a chat here: python -m bot chat\n")
        return _discord(arguments)
    sys.stderr.write(f"Starting a chat here, because {TOKEN} is not set. With it the bot starts on Discord; the README tells how to get one.\n")
    return _chat(arguments)


def _discord(arguments: argparse.Namespace) -> int:
    token = os.environ.get(TOKEN, "").strip()
    if not token:
        raise DiscordUnavailable(DiscordTrouble.MISSING)
    import time  # noqa: PLC0415 - with what follows

    config = read_config(arguments.config)
    from bot.chat.late_desk import LateDesk  # noqa: PLC0415 - it imports asyncio
    from bot.chat.manners import Manners  # noqa: PLC0415 - a terminal has no crowd
    from bot.frontends.discord_app.app import run  # noqa: PLC0415 - 0.5 s that only Discord needs
    from bot.frontends.discord_app.doors import Doors  # noqa: PLC0415 - the same
    from bot.frontends.serving import serve  # noqa: PLC0415 - it imports asyncio
    from bot.store.store import Store  # noqa: PLC0415 - the same

    doors = Doors(frozenset(config.servers), config.message_content, frozenset(config.listen), frozenset(config.threads))
    manners = Manners(config.person_per_minute, config.channel_per_minute)

    with closing(Store.open(config.data / "store.db", time.time)) as store:

        def serve_late(threads: Threads) -> None:
            late = LateDesk(lambda tell: _desk(_library(arguments, config, progress=tell), config, threads, manners, store), threads)
            run(late, token, moderator_roles=config.moderator_roles, data=config.data, doors=doors)

        return serve(serve_late)


def _chat(arguments: argparse.Namespace) -> int:
    import asyncio  # noqa: PLC0415 - 7 MB that `ask` does without

    from bot.frontends.console import run  # noqa: PLC0415 - the same
    from bot.frontends.serving import serve  # noqa: PLC0415 - the same

    config = read_config(arguments.config)
    library = _library(arguments, config)
    observe = None
    if arguments.record:
        from bot.replay.record import Recorder  # noqa: PLC0415 - only here

        observe = Recorder(arguments.record).observe
    return serve(lambda threads: asyncio.run(run(_desk(library, config, threads), config.data / "history", observe)))


def _ask(arguments: argparse.Namespace) -> int:
    if (arguments.question is None) == (arguments.batch is None):
        sys.stderr.write("ask takes a question or --batch FILE.\n")
        return BAD_USAGE
    library = _library(arguments, read_config(arguments.config))
    if arguments.batch is not None:
        return _ask_batch(arguments, library)
    answer = library.ask(Question(arguments.question, k=arguments.k, today=_today()))
    if arguments.json:
        _print_json(_json().answer(answer))
    else:
        from bot.frontends.terminal import Terminal  # noqa: PLC0415 - rich costs 25 ms

        Terminal(sys.stdout).reply(words.answer(speech(), answer, library.snapshot.corpus))
    return OK if answer.answered else ABSTAINED


def _ask_batch(arguments: argparse.Namespace, library: Library) -> int:
    if not arguments.json:
        sys.stderr.write("--batch answers in JSON: add --json.\n")
        return BAD_USAGE
    output = _json()
    for question in read_batch(arguments.batch, arguments.k):
        _print_json(output.answer(library.ask(replace(question, today=_today()))))
    return OK


def _show(arguments: argparse.Namespace) -> int:
    if (arguments.article is None) == (not arguments.all):
        sys.stderr.write("show takes an article or --all.\n")
        return BAD_USAGE
    snapshot = _library(arguments, read_config(arguments.config)).snapshot
    corpus = snapshot.corpus
    numbers: Iterable[int] = range(corpus.article_count)
    if not arguments.all:
        found = corpus.find_article(arguments.article)
        if found is None:
            found = next((number for number in numbers if corpus.article(number).path == arguments.article), None)
        if found is None:
            raise NotFound(arguments.article)
        numbers = [found]
    if arguments.json:
        for number in numbers:
            _print_json(_json().article(number, snapshot))
    else:
        from bot.frontends.terminal import Terminal  # noqa: PLC0415 - rich costs 25 ms

        terminal = Terminal(sys.stdout)
        for number in numbers:
            terminal.article(number, snapshot)
    return OK


def _check(arguments: argparse.Namespace) -> int:
    faults: list[Fault] = []
    folder, outlets = arguments.corpus, None
    try:
        config = read_config(arguments.config)
        folder, outlets = folder or config.corpus, config.outlets
    except Faults as error:
        faults += error.faults
    gazetteer = None
    try:
        gazetteer = load_gazetteer(outlets)
    except Faults as error:
        faults += error.faults
    corpus = None
    if folder is not None:
        with ReadingBar(sys.stderr) as bar:
            built = build(Plan(folder, None, Attributor(gazetteer or load_gazetteer()), AUTO, cores()), bar)
        faults += built.faults
        corpus = Corpus(built.bundle.arrays)
        for line in words.unknown_outlets(speech(), unknown_outlets(Attributions(built.bundle.arrays, built.bundle.about))) if gazetteer else ():
            sys.stdout.write(line + "\n")
    for fault in faults:
        sys.stdout.write(error_words.fault(speech(), fault) + "\n")
    if not faults and corpus is not None:
        sys.stdout.write(
            speech()("corpus.all-well", articles=speech().count("article", corpus.article_count), passages=speech().count("passage", len(corpus))) + "\n"
        )
    return FAILED if faults else OK


def _replay(arguments: argparse.Namespace) -> int:
    import asyncio  # noqa: PLC0415 - 7 MB that `ask` does without

    from bot.chat.threads import Threads  # noqa: PLC0415 - it imports asyncio
    from bot.replay.play import replay  # noqa: PLC0415 - only here

    threads = Threads()
    config = read_config(arguments.config)
    attributor = Attributor(load_gazetteer(config.outlets))

    def desk(folder: Path) -> Desk:
        return _desk(Library(Source(folder, attributor, config.min_confidence, engine=config.engine).snapshot), config, threads)

    return OK if asyncio.run(replay(arguments.files, desk, config.corpus, sys.stdout)) else FAILED


def _eval(arguments: argparse.Namespace) -> int:
    config = read_config(arguments.config)
    library = _library(arguments, config, cli_eval.corpus_beside(arguments.folder))
    return OK if cli_eval.run_eval(arguments, library, load_gazetteer(config.outlets)) else FAILED


def _bench(arguments: argparse.Namespace) -> int:
    config = read_config(arguments.config)
    cli_bench.run_bench(arguments, lambda progress: _library(arguments, config, progress=progress), config.engine, _today())
    return OK


def _library(arguments: argparse.Namespace, config: Config, beside: Path | None = None, progress: Progress = untold) -> Library:
    """The articles that a command answers from: those that the user names, those beside the questions, the configured ones."""
    folder = arguments.corpus or beside or config.corpus
    attributor = Attributor(cached_gazetteer(config.outlets, config.data))

    source = Source(folder, attributor, config.min_confidence, config.data, config.engine)
    with ReadingBar(sys.stderr) as bar:

        def told(done: int, whole: int) -> None:
            bar(done, whole)
            progress(done, whole)

        library = Library(source.snapshot, told)
    for fault in library.snapshot.faults:
        sys.stderr.write(speech()("corpus.left-out", fault=error_words.fault(speech(), fault)) + "\n")
    if library.snapshot.trouble:
        sys.stderr.write(corpus_words.not_kept(speech(), library.snapshot.trouble) + "\n")
    return library


def _desk(library: Library, config: Config, threads: Threads, manners: Manners | None = None, store: Store | None = None) -> Desk:
    import time  # noqa: PLC0415 - with what follows

    from bot.chat.conversations import Conversations  # noqa: PLC0415 - only a chat needs it
    from bot.chat.desk import Desk  # noqa: PLC0415 - it imports asyncio

    talks = Conversations(config.conversation_minutes * 60, config.conversation_turns)
    return Desk(library, talks, threads, time.monotonic, _today, manners, store)


def _today() -> dt.date:
    return dt.datetime.now().astimezone().date()


def _json() -> Any:  # noqa: ANN401 - the module
    from bot.frontends import json_output  # noqa: PLC0415 - only where JSON is asked for

    return json_output


def _print_json(value: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
