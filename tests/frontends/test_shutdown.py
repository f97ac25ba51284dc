from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LEAVES = """
import sys, threading
from bot.frontends.shutdown import run_until_done

def run(threads):
    import asyncio
    never, begun = threading.Event(), threading.Event()
    # As a reload's process would, this keeps Python from ending by itself.
    threading.Thread(target=never.wait).start()

    async def chat():
        asked = asyncio.create_task(threads.run_fair("ana", lambda: (begun.set(), never.wait())))
        await asyncio.to_thread(begun.wait)
        print("begun")
        {ends}

    asyncio.run(chat())

sys.exit(run_until_done(run))
"""


@pytest.mark.parametrize(("ends", "code"), [("return", 0), ("raise KeyboardInterrupt", 130)])
def test_a_chat_that_ends_in_the_middle_of_an_answer_leaves_at_once(ends, code):
    left = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-c", LEAVES.format(ends=ends)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert (left.returncode, left.stdout) == (code, "begun\n")
