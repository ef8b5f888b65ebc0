"""Ends the app on a signal, or when its terminal is closed."""

import asyncio
import os
import select
import signal
import sys
from threading import Thread
from time import sleep
from typing import Any

from textual.app import App

from matinee.tui.runtime.background import stop_loading

EXIT_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
GRACE = 1.0
"""Seconds the app has to exit by itself once its terminal is closed; it may be blocked writing to it."""


async def run_until_exit(app: App[Any]) -> None:
    """Run the app; a signal ends it as ``q`` does, restores the terminal and sets the exit code to 128 + its number."""
    loop = asyncio.get_running_loop()
    for number in EXIT_SIGNALS:
        loop.add_signal_handler(number, exit_on_signal, app, number)
    Thread(target=watch_terminal, args=(sys.stdin.fileno(),), daemon=True, name="terminal-watch").start()
    try:
        await app.run_async()
    finally:
        stop_loading()


def exit_on_signal(app: App[Any], number: int) -> None:
    """Exit the app with the code that shells expect for a signal."""
    app.exit(return_code=128 + number)


def watch_terminal(descriptor: int) -> None:
    """Wait until the terminal is closed, then end the app, by force after ``GRACE`` seconds.

    Textual does not notice: it takes the end of input for a pause and keeps reading.

    Args:
        descriptor: file descriptor of the terminal.
    """
    poll = select.poll()
    poll.register(descriptor, 0)
    while not (occurred := poll.poll()):
        pass
    if occurred[0][1] & select.POLLNVAL:  # a terminal that cannot be watched
        return
    os.kill(os.getpid(), signal.SIGHUP)
    sleep(GRACE)
    os._exit(128 + signal.SIGHUP)
