"""A program that answers films as fast as it can and keeps the session, for tests that kill it.

For every line "NAME SEED" on its input a process forks off. It says its number, then every step once it is completed,
each as a line of the log; once it is dead, "dead" is said.

    python -m tests.engine.answering
"""

import os
import sys
from random import Random

import matinee
from matinee.engine.recommender import Recommender
from matinee.engine.session.events import Step
from matinee.engine.session.session import Session
from matinee.engine.storage.codec import as_line
from matinee.engine.storage.log import SessionLog
from matinee.policy import load_policy
from tests.conftest import FAVOURITES, ROOT

KINDS = ("like", "dislike", "skip", "later", "undo", "redo")


def say(line: bytes) -> None:
    """One line to whoever listens, in one write."""
    os.write(1, line)


def answer_on(recommender: Recommender, name: str, seed: int) -> None:
    """Keep a session under a name and answer until killed, telling each step after the next film is there."""
    random = Random(seed)
    with SessionLog.open(name) as log:
        log.start(FAVOURITES, model=None, seed=seed, bundle=recommender.bundle.version, policy=recommender.policy)
        written: list[Step] = []

        def journal(step: Step) -> None:
            log.append(step)
            written.append(step)

        session = recommender.session(FAVOURITES, seed=seed, journal=journal)
        while session.next() is not None:
            getattr(session, random.choice(KINDS))()
            session.next()
            for step in written:
                say(as_line(step))
            written.clear()


def redo(session: Session, step: bytes) -> None:
    """Do what a line of the log tells, by the session's own methods."""
    kind = next(kind for kind in KINDS if f'"{kind}"'.encode() in step)
    getattr(session, kind)()


def main() -> None:
    """Fork for every line, and wait for its end."""
    recommender = matinee.load(ROOT / "artifacts", load_policy())
    for line in sys.stdin:
        name, seed = line.split()
        child = os.fork()
        if child == 0:
            say(b"%d\n" % os.getpid())
            answer_on(recommender, name, int(seed))
            os._exit(0)
        os.waitpid(child, 0)
        say(b"dead\n")


if __name__ == "__main__":
    main()
