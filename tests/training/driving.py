"""What several tests of training do: ask `matinee evaluate`, and answer a session as one of the two camps."""

import json
import subprocess
import sys

from matinee.engine.recommender import Recommender
from tests.conftest import ROOT

Report = dict[str, dict[str, dict[str, dict[str, float]]]]


def evaluate(protocol: str, *arguments: str) -> Report:
    """The report of a protocol, run as a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "matinee", "evaluate", protocol, *arguments, "--json"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    report: Report = json.loads(done.stdout)
    return report


def own_share(recommender: Recommender, model: str, camp: int, serves: int = 10) -> float:
    """Share of films of one's own camp, for somebody who likes these and dislikes the others."""
    session = recommender.session([movie for movie in range(1, 20) if movie % 2 == camp][:4], model=model)
    own = 0
    for _ in range(serves):
        card = session.next()
        assert card is not None
        if card.movie.id % 2 == camp:
            own += 1
            session.like()
        else:
            session.dislike()
    return own / serves
