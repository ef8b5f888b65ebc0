"""Leaving when told to from outside: by a signal, or because the terminal is gone."""

import asyncio
import os
import select
import signal
import sys
from threading import Thread
from time import sleep
from typing import Any

from textual.app import App

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
GRACE = 1.0
"""Seconds the app has to end by itself once its terminal is gone; it may be stuck in writing to it."""


async def run_to_the_end(app: App[Any]) -> None:
    """Run the app; a signal ends it like ``q`` does, with the terminal as it was and 128 + its number as exit code."""
    loop = asyncio.get_running_loop()
    for number in ENDING:
        loop.add_signal_handler(number, leave, app, number)
    Thread(target=watch_terminal, args=(sys.stdin.fileno(),), daemon=True, name="terminal-watch").start()
    await app.run_async()


def leave(app: App[Any], number: int) -> None:
    """End the app as a shell expects it of a signal."""
    app.exit(return_code=128 + number)


def watch_terminal(descriptor: int) -> None:
    """Wait, at no cost, until the other side of standard input is gone; then end the app, by force if need be.

    Reading would say so too, but Textual's reader takes the empty answer for a pause and asks again, and again.
    """
    poll = select.poll()
    poll.register(descriptor, 0)
    while not (happened := poll.poll()):
        pass
    if happened[0][1] & select.POLLNVAL:  # a terminal that cannot be watched
        return
    os.kill(os.getpid(), signal.SIGHUP)
    sleep(GRACE)
    os._exit(128 + signal.SIGHUP)
