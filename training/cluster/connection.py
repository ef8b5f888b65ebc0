"""Connects to a Dask cluster, or starts one on this machine."""

import logging
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from threading import current_thread, main_thread
from typing import TYPE_CHECKING

from matinee.training.errors import ClusterError

if TYPE_CHECKING:
    from distributed import Client

LOCAL = "local:"
MAX_WORKERS = 256
ANY_PORT = "127.0.0.1:0"
"""Dask's own pages can be reached from this machine alone."""
CONNECT_SECONDS = 10
"""Seconds in which a scheduler has to answer."""
WORKER_SECONDS = 60
"""Seconds in which a worker has to appear."""

SETTINGS = {
    "distributed.comm.timeouts.connect": f"{CONNECT_SECONDS}s",
    "distributed.nanny.pre-spawn-environ": {},  # would limit the threads of libraries in this process too
    "distributed.worker.profile.enabled": False,  # of local workers; unused, and it takes processor time
}


def count_local(address: str) -> int | None:
    """Read how many worker processes to start on this machine; None for the address of a cluster.

    >>> count_local("local:2"), count_local("tcp://scheduler:8786")
    (2, None)

    Raises:
        ValueError: "local:" is not followed by a number of workers, or the address has no port.
    """
    if address.startswith(LOCAL):
        count = address.removeprefix(LOCAL)
        if not (count.isascii() and count.isdigit() and 1 <= int(count) <= MAX_WORKERS):
            raise ValueError(f"'{count}' is not a number of workers from 1 to {MAX_WORKERS}.")
        return int(count)
    if not address.rpartition(":")[2].isdigit():
        raise ValueError(f"'{address}' is not an address such as tcp://scheduler:8786, or {LOCAL}2.")
    return None


@contextmanager
def connect(address: str) -> Iterator["Client"]:
    """Connect to a cluster that has workers, for the time of a block.

    Args:
        address: of a Dask scheduler; or "local:2" to start two worker processes, which end with the block.

    Raises:
        ClusterError: it cannot be reached, has no workers, or goes away.
    """
    import dask
    from distributed import Client, LocalCluster

    workers = count_local(address)
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters becomes an error
    with dask.config.set(SETTINGS), ExitStack() as opened:
        if workers is None:
            client = opened.enter_context(reach(address))
        else:
            with ignored_interrupts():
                local = LocalCluster(
                    n_workers=workers, threads_per_worker=1, dashboard_address=ANY_PORT, silence_logs=logging.CRITICAL
                )
            # results need not pass the scheduler; the workers of another network may not be reachable
            client = opened.enter_context(Client(opened.enter_context(local), direct_to_workers=True))
        yield client


@contextmanager
def ignored_interrupts() -> Iterator[None]:
    """Start processes that ignore Ctrl+C, which a terminal sends to all: this process handles it, and ends them."""
    if current_thread() is not main_thread():
        yield
        return
    handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)


def reach(address: str) -> "Client":
    """Connect to a scheduler and wait for its first worker. Raises ClusterError."""
    from distributed import Client

    try:
        client = Client(address, timeout=CONNECT_SECONDS)
    except (OSError, ValueError, TimeoutError) as error:
        raise ClusterError(
            f"The cluster at {address} cannot be reached; start its scheduler, or correct --cluster."
        ) from error
    try:
        client.wait_for_workers(1, timeout=WORKER_SECONDS)
    except TimeoutError as error:
        client.close()
        raise ClusterError(f"The cluster at {address} has no workers.") from error
    return client
