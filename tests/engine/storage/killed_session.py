"""Answers films as fast as possible in a saved session, for tests that kill the process.

For every line "NAME SEED" on standard input it forks a process, which prints its process id and then every completed
step as a line of the log. After the process has ended, "dead" is printed.

    python -m tests.engine.storage.killed_session
"""

import os
import sys
from random import Random

from matinee.engine.recommender import Recommender, load_shipped
from matinee.engine.session.events import Step
from matinee.engine.session.session import Session
from matinee.engine.storage.codec import encode
from matinee.engine.storage.log import SessionLog
from tests.conftest import FAVOURITES

ACTIONS = {
    "like": Session.like,
    "dislike": Session.dislike,
    "skip": Session.skip,
    "later": Session.add_to_watchlist,
    "undo": Session.undo,
    "redo": Session.redo,
}
"""Key of a log line → what it records."""


def print_line(line: bytes) -> None:
    """Print one line with a single write."""
    os.write(1, line)


def answer_on(recommender: Recommender, name: str, seed: int) -> None:
    """Answer in a saved session until killed, and print each step once the next film is known."""
    random = Random(seed)
    with SessionLog.open(name) as log:
        log.start(FAVOURITES, model=None, seed=seed, bundle=recommender.bundle.version, policy=recommender.policy)
        written: list[Step] = []

        def journal(step: Step) -> None:
            log.append(step)
            written.append(step)

        session = recommender.session(FAVOURITES, seed=seed, journal=journal)
        while session.next() is not None:
            ACTIONS[random.choice(list(ACTIONS))](session)
            session.next()
            for step in written:
                print_line(encode(step))
            written.clear()


def redo(session: Session, line: bytes) -> None:
    """Repeat the step of a log line by the session's own methods."""
    key = next(key for key in ACTIONS if f'"{key}"'.encode() in line)
    ACTIONS[key](session)


def main() -> None:
    """Fork a process for every line of input, and wait for its end."""
    recommender = load_shipped()
    for line in sys.stdin:
        name, seed = line.split()
        child = os.fork()
        if child == 0:
            print_line(b"%d\n" % os.getpid())
            answer_on(recommender, name, int(seed))
            os._exit(0)
        os.waitpid(child, 0)
        print_line(b"dead\n")


if __name__ == "__main__":
    main()
