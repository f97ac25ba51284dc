"""The commands and all wiring; the only reader of the settings."""

from __future__ import annotations

import argparse
import datetime as dt
import io
import json
import logging
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot import cli_bench, cli_check, cli_eval
from bot.attribution.attribute import Attributor
from bot.attribution.gazetteer import load_gazetteer
from bot.attribution.gazetteer_cache import cached_gazetteer
from bot.batch import read_batch
from bot.building.build import Progress, untold
from bot.chat import error_words, report_words, words
from bot.chat.speech import speech
from bot.cli_arguments import ABSTAINED, BAD_USAGE, FAILED, INTERRUPTED, OK, parser
from bot.config import Config, read_config
from bot.errors import BylineError, DiscordTrouble, DiscordUnavailable, Fault, Faults, NotFound
from bot.frontends.reading_bar import ReadingBar
from bot.library import Library, Source
from bot.model import Question
from bot.private_files import make_private
from bot.text.display import sendable

if TYPE_CHECKING:
    from bot.chat.desk import Desk
    from bot.chat.manners import Manners
    from bot.chat.threads import Threads
    from bot.store.store import Store

TOKEN = "DISCORD_TOKEN"  # noqa: S105 - the name of the variable, not a token
_KEPT = ("store.db*", "discord-*", "history*", "index", "outlets.msgpack*")
"""What any command writes under `data.path`."""


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    commands = {"": _run, "discord": _discord, "chat": _chat, "ask": _ask, "show": _show, "check": _check, "replay": _replay, "eval": _eval, "bench": _bench}
    arguments = parser(commands).parse_args(argv)
    if isinstance(sys.stdin, io.TextIOWrapper):
        # What is no text in what people type or pipe is cleaned away where it is read.
        sys.stdin.reconfigure(errors="surrogateescape")
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

    config = _settings(arguments)
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
            late = LateDesk(lambda tell: _desk(_bot_library(arguments, config, tell), config, threads, manners, store), threads, manners=manners)
            run(late, token, moderator_roles=config.moderator_roles, data=config.data, doors=doors)

        return serve(serve_late)


def _chat(arguments: argparse.Namespace) -> int:
    import asyncio  # noqa: PLC0415 - 7 MB that `ask` does without

    from bot.frontends.console import run  # noqa: PLC0415 - the same
    from bot.frontends.serving import serve  # noqa: PLC0415 - the same

    config = _settings(arguments)
    library = _bot_library(arguments, config)
    observe, today = None, _today
    if arguments.record:
        from bot.replay.record import Recorder  # noqa: PLC0415 - only here

        # What is recorded takes place on one day, as it will when it is replayed.
        day = _today()
        observe, today = Recorder(arguments.record, day).observe, lambda: day
    return serve(lambda threads: asyncio.run(run(_desk(library, config, threads, today=today), config.data / "history", observe)))


def _ask(arguments: argparse.Namespace) -> int:
    if (arguments.question is None) == (arguments.batch is None):
        sys.stderr.write("ask takes a question or --batch FILE.\n")
        return BAD_USAGE
    library = _library(arguments, _settings(arguments))
    if arguments.batch is not None:
        return _ask_batch(arguments, library)
    answer = library.ask(Question(sendable(arguments.question), k=arguments.k, today=_today()))
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
    snapshot = _library(arguments, _settings(arguments)).snapshot
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
    return OK if cli_check.run_check(folder, gazetteer, faults, strict=arguments.strict) else FAILED


def _replay(arguments: argparse.Namespace) -> int:
    import asyncio  # noqa: PLC0415 - 7 MB that `ask` does without

    from bot.chat.threads import Threads  # noqa: PLC0415 - it imports asyncio
    from bot.replay.play import replay  # noqa: PLC0415 - only here

    threads = Threads()
    config = read_config(arguments.config)
    attributor = Attributor(load_gazetteer(config.outlets))

    def desk(folder: Path, today: dt.date) -> Desk:
        source = Source(folder, attributor, config.min_confidence, engine=config.engine)
        library = Library(source.snapshot, may_be_empty=True)
        return _desk(library, config, threads, today=lambda: today)

    return OK if asyncio.run(replay(arguments.files, desk, config.corpus, sys.stdout)) else FAILED


def _eval(arguments: argparse.Namespace) -> int:
    config = _settings(arguments)
    library = _library(arguments, config, cli_eval.corpus_beside(arguments.folder))
    return OK if cli_eval.run_eval(arguments, library, load_gazetteer(config.outlets)) else FAILED


def _bench(arguments: argparse.Namespace) -> int:
    config = _settings(arguments)
    cli_bench.run_bench(arguments, lambda progress: _library(arguments, config, progress=progress), config.engine, _today())
    return OK


def _settings(arguments: argparse.Namespace) -> Config:
    """Read the settings of a command that keeps things, and close to others what is kept."""
    config = read_config(arguments.config)
    for path in make_private(config.data, _KEPT):
        sys.stderr.write(speech()("corpus.not-private", path=str(path)) + "\n")
    return config


def _bot_library(arguments: argparse.Namespace, config: Config, progress: Progress = untold) -> Library:
    """The articles that a bot answers from; it stays where there are none yet, and says so."""
    library = _library(arguments, config, progress=progress, may_be_empty=True)
    if not library.snapshot.corpus.article_count:
        sys.stderr.write(speech()("corpus.nothing-served", path=str(library.snapshot.folder)) + "\n")
    return library


def _library(
    arguments: argparse.Namespace,
    config: Config,
    beside: Path | None = None,
    progress: Progress = untold,
    *,
    may_be_empty: bool = False,
) -> Library:
    """The articles that a command answers from: those that the user names, those beside the questions, the configured ones."""
    folder = arguments.corpus or beside or config.corpus
    attributor = Attributor(cached_gazetteer(config.outlets, config.data / "outlets.msgpack"))

    source = Source(folder, attributor, config.min_confidence, config.data, config.engine)
    with ReadingBar(sys.stderr) as bar:

        def told(done: int, whole: int) -> None:
            bar(done, whole)
            progress(done, whole)

        library = Library(source.snapshot, told, may_be_empty=may_be_empty)
    for line in report_words.at_start(speech(), library.snapshot.report):
        sys.stderr.write(line + "\n")
    return library


def _desk(
    library: Library,
    config: Config,
    threads: Threads,
    manners: Manners | None = None,
    store: Store | None = None,
    today: Callable[[], dt.date] | None = None,
) -> Desk:
    import time  # noqa: PLC0415 - with what follows

    from bot.chat.conversations import Conversations  # noqa: PLC0415 - only a chat needs it
    from bot.chat.desk import Desk  # noqa: PLC0415 - it imports asyncio

    talks = Conversations(config.conversation_minutes * 60, config.conversation_turns)
    return Desk(library, talks, threads, time.monotonic, today or _today, manners, store)


def _today() -> dt.date:
    return dt.datetime.now().astimezone().date()


def _json() -> Any:  # noqa: ANN401 - the module
    from bot.frontends import json_output  # noqa: PLC0415 - only where JSON is asked for

    return json_output


def _print_json(value: dict[str, Any]) -> None:
    line = json.dumps(value, ensure_ascii=False)
    # An id may be anything, and comes back as it was given.
    sys.stdout.write((line if line == sendable(line) else json.dumps(value)) + "\n")
