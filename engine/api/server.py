"""Runs the API: in this process, or in several that share one address."""

import gc
import logging
import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import connection, get_context, parent_process
from multiprocessing.process import BaseProcess
from threading import Thread
from time import monotonic, sleep

import uvicorn

from matinee.engine.api.app import make_app, warm_up
from matinee.engine.api.fair_server import FairServer
from matinee.engine.api.settings import ApiSettings
from matinee.engine.api.starting_gate import StartingGate
from matinee.engine.errors import MatineeError
from matinee.engine.recommender import load

logger = logging.getLogger(__name__)

BACKLOG = 2048
GRACE = 5
"""Seconds that running requests have to finish when the server ends."""
YOUNG = 10.0
"""A worker that gives up within so many seconds after its start would give up again."""
PAUSE = 1.0
"""Seconds before a worker that was killed is replaced."""


def serve(settings: ApiSettings, listener: socket.socket, workers: int) -> int:
    """Answer requests until a signal ends the server.

    Args:
        settings: what the API is started with.
        listener: the bound socket.
        workers: number of processes.

    Returns:
        The number of the signal that ended it.

    Raises:
        MatineeError: there is no usable bundle, or a worker gives up at once.
    """
    listener.listen(BACKLOG)
    if workers == 1:
        return run_worker(settings, listener, uvicorn.Server)
    load(settings.bundle)  # fail here, not in each worker
    return Supervisor(settings, listener, workers).run()


def run_worker(
    settings: ApiSettings, listener: socket.socket, server: type[uvicorn.Server], gate: StartingGate | None = None
) -> int:
    """Load the bundle and answer requests in this process.

    Args:
        settings: what the API is started with.
        listener: the bound socket.
        server: what accepts connections.
        gate: where the workers wait for each other before they accept connections, or the one that is ready first
            would have all the first clients; None for a worker on its own.

    Returns:
        The number of the signal that ended it.
    """
    recommender = load(settings.bundle)
    warm_up(recommender)
    app = make_app(recommender, settings)
    gc.collect()
    gc.freeze()  # or some requests wait until the garbage collector has visited the whole bundle
    if gate is not None:
        gate.wait()
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=GRACE,
        ws="none",
    )
    with noted_signals() as noted:  # uvicorn ends at the first, and then raises it again
        server(config).run(sockets=[listener])
    return noted[0] if noted else 0


@contextmanager
def noted_signals() -> Iterator[list[int]]:
    """Note the signals that end a server instead of ending at once; the list has their numbers."""
    noted: list[int] = []
    numbers = (signal.SIGINT, signal.SIGTERM)
    previous = {number: signal.signal(number, lambda number, _frame: noted.append(number)) for number in numbers}
    try:
        yield noted
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


def run_child(settings: ApiSettings, listener: socket.socket, gate: StartingGate | None) -> None:
    """``run_worker`` in a process that ends with its parent, however that ends."""
    parent = parent_process()
    assert parent is not None

    def follow_parent() -> None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)

    Thread(target=follow_parent, daemon=True).start()
    try:
        run_worker(settings, listener, FairServer, gate)
    except MatineeError as error:
        sys.exit(f"matinee: {error}")


class Supervisor:
    """Starts workers, replaces those that die, and ends them when it is told to end."""

    def __init__(self, settings: ApiSettings, listener: socket.socket, workers: int) -> None:
        """Store what workers are started with; see ``serve``."""
        self._settings, self._listener, self._count = settings, listener, workers
        self._context = get_context("spawn")  # numpy and onnxruntime do not survive a fork everywhere
        self._started: dict[BaseProcess, float] = {}

    def run(self) -> int:
        """Run the workers. Returns the signal that ended them. Raises MatineeError if a worker gives up at once."""
        wake, woken = socket.socketpair()  # becomes readable at a signal
        wake.setblocking(False)
        previous = signal.set_wakeup_fd(wake.fileno(), warn_on_full_buffer=False)
        try:
            with noted_signals() as noted:
                gate = StartingGate(*self._context.Pipe(duplex=False))
                for _ in range(self._count):
                    self._start(gate)
                gate.writer.close()
                while not noted:
                    connection.wait([woken, *(process.sentinel for process in self._started)])
                    if not noted:
                        self._replace_ended()
                return noted[0]
        finally:
            self._end()
            signal.set_wakeup_fd(previous)
            wake.close()
            woken.close()

    def _start(self, gate: StartingGate | None = None) -> None:
        arguments = (self._settings, self._listener, gate)
        process = self._context.Process(target=run_child, args=arguments, name="matinee-api")
        # Ctrl+C reaches all processes of a terminal: workers inherit that it is blocked, and end when they are told to
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        self._started[process] = monotonic()

    def _replace_ended(self) -> None:
        for process, since in list(self._started.items()):
            if process.is_alive():
                continue
            del self._started[process]
            if (process.exitcode or 0) >= 0 and monotonic() - since < YOUNG:  # it was not killed
                raise MatineeError("A worker of the API could not start; the line above says why.")
            logger.warning("a worker ended (exit code %s) and is replaced", process.exitcode)
            sleep(PAUSE)
            self._start()

    def _end(self) -> None:
        for process in self._started:
            process.terminate()
        deadline = monotonic() + 2 * GRACE
        for process in self._started:
            process.join(max(0.0, deadline - monotonic()))
            if process.is_alive():
                process.kill()
                process.join()
