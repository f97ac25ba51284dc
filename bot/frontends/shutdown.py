"""Runs a chat with threads to answer on, and leaves nothing behind that would keep the process."""

from __future__ import annotations

import gc
import logging
import os
import sys
from collections.abc import Callable

from bot.chat.scheduling.executor import FairExecutor

_SUCCESS, _INTERRUPTED = 0, 130
_SWITCH_INTERVAL_SECONDS = 0.001
"""Seconds that a thread keeps the interpreter while another waits.

The event loop waits for it each time that it has sent something.
"""


def run_until_done(run: Callable[[FairExecutor], None]) -> int:
    """Run a chat to its end; returns the exit code.

    Where an answer or a reload goes on, it ends the process with that code instead.
    """
    # What is loaded by now stays: to look through it for garbage would hold up answers.
    gc.freeze()
    sys.setswitchinterval(_SWITCH_INTERVAL_SECONDS)
    executor, code = FairExecutor(), _SUCCESS
    try:
        run(executor)
    except KeyboardInterrupt:
        code = _INTERRUPTED
    if executor.close():
        # A reload can't be broken off, and Python would wait for its process, which ends with us.
        logging.shutdown()
        sys.stdout.flush()
        os._exit(code)
    return code
