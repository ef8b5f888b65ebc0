"""Where workers that start together wait until all of them are ready."""

from multiprocessing.connection import Connection
from typing import NamedTuple

LONGEST_WAIT = 30.0
"""Seconds after which a worker no longer waits for one that is late."""


class StartingGate(NamedTuple):
    """A pipe that ends once every worker is ready or dead: all hold its writing end, and close it when they are ready.

    Unlike a barrier it cannot hang on a worker that is killed while it waits.

    Attributes:
        reader, writer: the two ends; the process that starts the workers closes its own ``writer`` after that.
    """

    reader: Connection
    writer: Connection

    def wait(self) -> None:
        """Wait for the other workers."""
        self.writer.close()
        self.reader.poll(LONGEST_WAIT)
        self.reader.close()
