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

from bot.attribution.attributor import Attributor
from bot.attribution.gazetteer import load_gazetteer
from bot.attribution.gazetteer_cache import cached_gazetteer
from bot.chat.i18n import translations
from bot.chat.rendering import answer_replies, error_messages, load_report
from bot.cli import bench_command, check_command, eval_command
from bot.cli.arguments import ABSTAINED, BAD_USAGE, FAILED, INTERRUPTED, OK, parser
from bot.cli.batch import read_batch
from bot.config import Config, read_config
from bot.errors import BylineError, DiscordFailure, DiscordUnavailable, Fault, Faults, NotFound
from bot.frontends.terminal.progress_bar import ProgressBar
from bot.indexing.pipeline import ProgressCallback, ignore_progress
from bot.library import Library, SnapshotBuilder
from bot.model import Question
from bot.private_files import restrict_access
from bot.text.display import without_surrogates

if TYPE_CHECKING:
    from bot.chat.conversation.executor import FairExecutor
    from bot.chat.conversation.rate_limits import RateLimiter
    from bot.chat.conversation.service import ChatService
    from bot.store.store import Store

TOKEN = "DISCORD_TOKEN"  # noqa: S105 - the name of the variable, not a token
_PRIVATE_FILES = ("store.db*", "discord-*", "history*", "index", "outlets.msgpack*")
"""What any command writes under `data.path`."""


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    commands = {
        "": _run,
        "discord": _run_discord,
        "chat": _run_chat,
        "ask": _run_ask,
        "show": _run_show,
        "check": _run_check,
        "replay": _run_replay,
        "eval": _run_eval,
        "bench": _run_bench,
    }
    arguments = parser(commands).parse_args(argv)
    if isinstance(sys.stdin, io.TextIOWrapper):
        # What is no text in what people type or pipe is cleaned away where it is read.
        sys.stdin.reconfigure(errors="surrogateescape")
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    try:
        return int(arguments.command(arguments))
    except BylineError as error:
        sys.stderr.write(error_messages.error_text(translations(), error) + "\n")
        return int(arguments.fails_with)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has enough of it; keep the interpreter from complaining as it closes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK


def _run(arguments: argparse.Namespace) -> int:
    if os.environ.get(TOKEN):
        sys.stderr.write(
            f"Starting on Discord, because {TOKEN} is set. For a chat here: python -m bot chat\n"
        )
        return _run_discord(arguments)
    sys.stderr.write(
        f"Starting a chat here, because {TOKEN} is not set. With it the bot starts on Discord; the README tells how to get one.\n"
    )
    return _run_chat(arguments)


def _run_discord(arguments: argparse.Namespace) -> int:
    token = os.environ.get(TOKEN, "").strip()
    if not token:
        raise DiscordUnavailable(DiscordFailure.MISSING)
    import time  # noqa: PLC0415 - with what follows

    config = _read_settings(arguments)
    from bot.chat.conversation.rate_limits import RateLimiter  # noqa: PLC0415 - a terminal has no crowd
    from bot.chat.conversation.startup import StartupGate  # noqa: PLC0415 - it imports asyncio
    from bot.frontends.discord_app.access.settings import DiscordSettings  # noqa: PLC0415 - the same
    from bot.frontends.discord_app.app import run  # noqa: PLC0415 - 0.5 s that only Discord needs
    from bot.frontends.shutdown import run_until_done  # noqa: PLC0415 - it imports asyncio
    from bot.store.store import Store  # noqa: PLC0415 - the same

    settings = DiscordSettings(
        frozenset(config.servers),
        config.message_content,
        frozenset(config.listen),
        frozenset(config.threads),
    )
    rate_limiter = RateLimiter(config.person_per_minute, config.channel_per_minute, time.monotonic)

    with closing(Store.open(config.data / "store.db", time.time)) as store:

        def serve_on_discord(executor: FairExecutor) -> None:
            late = StartupGate(
                lambda progress: _build_chat_service(
                    _build_bot_library(arguments, config, progress),
                    config,
                    executor,
                    rate_limiter,
                    store,
                ),
                executor,
                rate_limiter=rate_limiter,
            )
            run(
                late,
                token,
                moderator_roles=config.moderator_roles,
                data=config.data,
                settings=settings,
            )

        return run_until_done(serve_on_discord)


def _run_chat(arguments: argparse.Namespace) -> int:
    import asyncio  # noqa: PLC0415 - 7 MB that `ask` does without

    from bot.frontends.shutdown import run_until_done  # noqa: PLC0415 - the same
    from bot.frontends.terminal.chat import run  # noqa: PLC0415 - the same

    config = _read_settings(arguments)
    library = _build_bot_library(arguments, config)
    observe, today = None, _today
    if arguments.record:
        from bot.replay.record import Recorder  # noqa: PLC0415 - only here

        # What is recorded takes place on one day, as it will when it is replayed.
        day = _today()
        observe, today = Recorder(arguments.record, day).observe, lambda: day
    return run_until_done(
        lambda executor: asyncio.run(
            run(
                _build_chat_service(library, config, executor, today=today),
                config.data / "history",
                observe,
            )
        )
    )


def _run_ask(arguments: argparse.Namespace) -> int:
    if (arguments.question is None) == (arguments.batch is None):
        sys.stderr.write("ask takes a question or --batch FILE.\n")
        return BAD_USAGE
    library = _build_library(arguments, _read_settings(arguments))
    if arguments.batch is not None:
        return _run_ask_batch(arguments, library)
    answer = library.ask(
        Question(without_surrogates(arguments.question), k=arguments.k, today=_today())
    )
    if arguments.json:
        _print_json(_json().answer(answer))
    else:
        from bot.frontends.terminal.output import Terminal  # noqa: PLC0415 - rich costs 25 ms

        Terminal(sys.stdout).reply(
            answer_replies.answer_reply(translations(), answer, library.snapshot.corpus)
        )
    return OK if answer.answered else ABSTAINED


def _run_ask_batch(arguments: argparse.Namespace, library: Library) -> int:
    if not arguments.json:
        sys.stderr.write("--batch answers in JSON: add --json.\n")
        return BAD_USAGE
    output = _json()
    for question in read_batch(arguments.batch, arguments.k):
        _print_json(output.answer(library.ask(replace(question, today=_today()))))
    return OK


def _run_show(arguments: argparse.Namespace) -> int:
    if (arguments.article is None) == (not arguments.all):
        sys.stderr.write("show takes an article or --all.\n")
        return BAD_USAGE
    snapshot = _build_library(arguments, _read_settings(arguments)).snapshot
    corpus = snapshot.corpus
    numbers: Iterable[int] = range(corpus.article_count)
    if not arguments.all:
        found = corpus.find_article(arguments.article)
        if found is None:
            found = next(
                (number for number in numbers if corpus.article(number).path == arguments.article),
                None,
            )
        if found is None:
            raise NotFound(arguments.article)
        numbers = [found]
    if arguments.json:
        for number in numbers:
            _print_json(_json().article(number, snapshot))
    else:
        from bot.frontends.terminal.output import Terminal  # noqa: PLC0415 - rich costs 25 ms

        terminal = Terminal(sys.stdout)
        for number in numbers:
            terminal.article(number, snapshot)
    return OK


def _run_check(arguments: argparse.Namespace) -> int:
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
    return (
        OK
        if check_command.run_check(folder, gazetteer, faults, strict=arguments.strict)
        else FAILED
    )


def _run_replay(arguments: argparse.Namespace) -> int:
    import asyncio  # noqa: PLC0415 - 7 MB that `ask` does without

    from bot.chat.conversation.executor import FairExecutor  # noqa: PLC0415 - it imports asyncio
    from bot.replay.play import replay  # noqa: PLC0415 - only here

    executor = FairExecutor()
    config = read_config(arguments.config)
    attributor = Attributor(load_gazetteer(config.outlets))

    def make_service(folder: Path, today: dt.date) -> ChatService:
        source = SnapshotBuilder(folder, attributor, config.min_confidence, engine=config.engine)
        library = Library(source.build, may_be_empty=True)
        return _build_chat_service(library, config, executor, today=lambda: today)

    return (
        OK
        if asyncio.run(replay(arguments.files, make_service, config.corpus, sys.stdout))
        else FAILED
    )


def _run_eval(arguments: argparse.Namespace) -> int:
    config = _read_settings(arguments)
    library = _build_library(arguments, config, eval_command.corpus_of_labels(arguments.folder))
    return (
        OK if eval_command.run_eval(arguments, library, load_gazetteer(config.outlets)) else FAILED
    )


def _run_bench(arguments: argparse.Namespace) -> int:
    config = _read_settings(arguments)
    bench_command.run_bench(
        arguments,
        lambda progress: _build_library(arguments, config, progress=progress),
        config.engine,
        _today(),
    )
    return OK


def _read_settings(arguments: argparse.Namespace) -> Config:
    """Read the settings of a command that keeps things, and close to others what is kept."""
    config = read_config(arguments.config)
    for path in restrict_access(config.data, _PRIVATE_FILES):
        sys.stderr.write(translations()("corpus.not-private", path=str(path)) + "\n")
    return config


def _build_bot_library(
    arguments: argparse.Namespace, config: Config, progress: ProgressCallback = ignore_progress
) -> Library:
    """The articles that a bot answers from; it stays where there are none yet, and says so."""
    library = _build_library(arguments, config, progress=progress, may_be_empty=True)
    if not library.snapshot.corpus.article_count:
        sys.stderr.write(
            translations()("corpus.nothing-served", path=str(library.snapshot.folder)) + "\n"
        )
    return library


def _build_library(
    arguments: argparse.Namespace,
    config: Config,
    beside: Path | None = None,
    progress: ProgressCallback = ignore_progress,
    *,
    may_be_empty: bool = False,
) -> Library:
    """The articles that a command answers from: those that the user names, those beside the questions, the configured ones."""
    folder = arguments.corpus or beside or config.corpus
    attributor = Attributor(cached_gazetteer(config.outlets, config.data / "outlets.msgpack"))

    source = SnapshotBuilder(folder, attributor, config.min_confidence, config.data, config.engine)
    with ProgressBar(sys.stderr) as bar:

        def report(done: int, total: int) -> None:
            bar(done, total)
            progress(done, total)

        library = Library(source.build, report, may_be_empty=may_be_empty)
    for line in load_report.startup_log_lines(translations(), library.snapshot.report):
        sys.stderr.write(line + "\n")
    return library


def _build_chat_service(
    library: Library,
    config: Config,
    executor: FairExecutor,
    rate_limiter: RateLimiter | None = None,
    store: Store | None = None,
    today: Callable[[], dt.date] | None = None,
) -> ChatService:
    import time  # noqa: PLC0415 - with what follows

    from bot.chat.conversation.history import ConversationHistory  # noqa: PLC0415 - only a chat needs it
    from bot.chat.conversation.service import ChatService  # noqa: PLC0415 - it imports asyncio

    conversations = ConversationHistory(config.conversation_minutes * 60, config.conversation_turns)
    return ChatService(
        library, conversations, executor, time.monotonic, today or _today, rate_limiter, store
    )


def _today() -> dt.date:
    return dt.datetime.now().astimezone().date()


def _json() -> Any:  # noqa: ANN401 - the module
    from bot.frontends import json_output  # noqa: PLC0415 - only where JSON is asked for

    return json_output


def _print_json(value: dict[str, Any]) -> None:
    line = json.dumps(value, ensure_ascii=False)
    # An id may be anything, and comes back as it was given.
    sys.stdout.write((line if line == without_surrogates(line) else json.dumps(value)) + "\n")
