"""Messages that were seen and questions that were claimed.

So none is lost or answered twice over a lost connection or a restart.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections import Counter, OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Any

from bot.private_files import make_private_folder, private_opener, write_whole

_log = logging.getLogger(__name__)

MAX_REMEMBERED = 10_000
"""Questions of which is known that they were taken up."""
MAX_SAVED = 500
"""How many of those are kept over a restart."""
MAX_AGE = dt.timedelta(hours=24)
"""Questions from before that are not looked for, and need not be remembered."""
MAX_DM_CHANNELS = 100
"""Channels of direct messages that are known: Discord does not tell which there are."""
DM_RETENTION = dt.timedelta(days=30)
"""How long one is known in which nothing is said."""
MAX_ABORTS = 2
"""Processes that may crash while a question is being answered: it may be what ends them."""
_ID_MARGIN = 10_000 << 22
"""Ten seconds between two ids: messages of different channels may come out of order."""


class Claim(Enum):
    """Whether a question is to be answered."""

    NEW = auto()
    SEEN = auto()
    """It was taken up before."""
    ABORTED_TOO_OFTEN = auto()
    """Processes have ended over it."""


class SeenMessages:
    """Follows seen messages by their ids, which grow with time. Belongs to one event loop."""

    def __init__(self, saved: SavedState) -> None:
        """Take what an earlier process knew."""
        self._claimed: OrderedDict[int, int] = OrderedDict(_pair(saved.answered, saved.servers, 0))
        """By question, its server."""
        self._dm_channels: OrderedDict[int, int] = OrderedDict(
            _pair(saved.direct, saved.spoke, saved.mark)
        )
        """By channel, the newest message."""
        self._in_progress: set[int] = set()
        self._aborts = Counter(dict(saved.ends))
        self._aborts.update(saved.under_way)
        self._saved_watermark = saved.mark
        self._newest: dict[int, int] = {}
        self._gap_starts: dict[int, int] = {}

    def note_message(self, shard: int, message: int, direct: int | None = None) -> None:
        """A message came by a shard; `direct` is the channel of one that was sent to us alone."""
        self._newest[shard] = max(message, self._newest.get(shard, 0))
        if direct is not None:
            self._dm_channels[direct] = message
            self._dm_channels.move_to_end(direct)
            while len(self._dm_channels) > MAX_DM_CHANNELS:
                self._dm_channels.popitem(last=False)

    def shard_connected(self, shard: int) -> None:
        """Begin a session of a shard: messages since its last event may have been missed."""
        self._gap_starts[shard] = self._newest.get(shard, self._saved_watermark)

    def guild_unavailable(self, shard: int) -> None:
        """Note that a guild of a shard can't be heard; an earlier gap of the shard still counts."""
        self._gap_starts[shard] = self._gap_starts.get(shard) or self._newest.get(shard, 0)

    def gap_start(self, shard: int) -> int | None:
        """Return the id after which a shard may have missed messages; None if it missed none."""
        since = self._gap_starts.get(shard, 0)
        return max(0, since - _ID_MARGIN) if since else None

    @property
    def dm_channels(self) -> tuple[int, ...]:
        """Channels of direct messages, the newest last."""
        return tuple(self._dm_channels)

    @contextmanager
    def claim(self, question: int, server: int = 0) -> Iterator[Claim]:
        """Claim a question; `server` is the id of its guild, 0 for a direct message."""
        if question in self._claimed:
            yield Claim.SEEN
            return
        self._claimed[question] = server
        self._in_progress.add(question)
        while len(self._claimed) > MAX_REMEMBERED:
            self._claimed.popitem(last=False)
        yield Claim.NEW if self._aborts[question] < MAX_ABORTS else Claim.ABORTED_TOO_OFTEN
        # Not in case of being broken off: then the next start finds it unanswered.
        self._in_progress.discard(question)
        del self._aborts[question]

    def forget_server(self, server: int) -> None:
        """Forget the questions of a server."""
        for question in [question for question, its in self._claimed.items() if its == server]:
            del self._claimed[question]

    def forget_dm_channel(self, channel: int) -> None:
        """Forget a channel of direct messages."""
        self._dm_channels.pop(channel, None)

    def forget_before(self, question: int, dm_message: int) -> bool:
        """Forget questions before one, and channels where nothing was said since a message.

        Returns whether there were any.
        """
        before = len(self._claimed) + len(self._dm_channels)
        taken = ((item, server) for item, server in self._claimed.items() if item >= question)
        spoke = (
            (channel, item) for channel, item in self._dm_channels.items() if item >= dm_message
        )
        self._claimed, self._dm_channels = OrderedDict(taken), OrderedDict(spoke)
        return len(self._claimed) + len(self._dm_channels) < before

    def to_save(self, *, is_orderly_exit: bool = False) -> SavedState:
        """Return what the next process is to know.

        At an orderly exit, questions that are broken off do not count as aborted.
        """
        # One shard may have missed what another has heard.
        watermark = min(self._newest.values(), default=self._saved_watermark)
        if self._in_progress:
            watermark = min(watermark, min(self._in_progress) - 1)
        answered = [item for item in self._claimed if item not in self._in_progress][-MAX_SAVED:]
        servers = tuple(self._claimed[item] for item in answered)
        under_way = () if is_orderly_exit else tuple(sorted(self._in_progress))
        ends = tuple(sorted(self._aborts.items())[-MAX_SAVED:])
        return SavedState(
            watermark,
            tuple(answered),
            self.dm_channels,
            servers,
            tuple(self._dm_channels.values()),
            ends,
            under_way,
        )


@dataclass(frozen=True, slots=True)
class SavedState:
    """What is known over a restart."""

    mark: int = 0
    """Everything up to this message was seen; 0: there was no earlier process."""
    answered: tuple[int, ...] = ()
    direct: tuple[int, ...] = ()
    servers: tuple[int, ...] = ()
    """On which server each question was asked; 0 in a direct message, and where it is not told."""
    spoke: tuple[int, ...] = ()
    """The newest message of each channel; where it is not told, the mark."""
    ends: tuple[tuple[int, int], ...] = ()
    """Questions, and how many processes crashed while one was being answered."""
    under_way: tuple[int, ...] = ()
    """Questions that are being answered."""


def load_state(file: Path) -> SavedState:
    """Return what an earlier process kept; nothing where there is none, or it can't be read."""
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        answered, direct = _ids(data["answered"]), _ids(data["direct"])
        servers, spoke = _ids(data.get("servers", ())), _ids(data.get("spoke", ()))
        ends = tuple((int(question), int(many)) for question, many in data.get("ends", ()))
        return SavedState(
            int(data["mark"]),
            answered,
            direct,
            servers,
            spoke,
            ends,
            _ids(data.get("under_way", ())),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return SavedState()


def save_state(file: Path, state: SavedState) -> None:
    """Write it down for the next process. Raises OSError."""
    make_private_folder(file.parent)
    write_whole(file, json.dumps(asdict(state)).encode(), private_opener)


def _ids(values: Any) -> tuple[int, ...]:  # noqa: ANN401 - JSON gives any type
    return tuple(map(int, values))


def _pair(ids: tuple[int, ...], values: tuple[int, ...], default: int) -> list[tuple[int, int]]:
    """Ids with what is told of each, as far as it is."""
    return list(zip(ids, (*values, *[default] * len(ids)), strict=False))
