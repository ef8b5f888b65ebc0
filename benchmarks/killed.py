"""What a session that is kept loses when the app is killed: the installed command, `kill -9` at random moments.

`matinee --session evening --like …` in a pseudo-terminal of 80×24, a new home each time. Up to 40 keys of y, n, s and u
at random, one every 5 to 60 ms, the last few at once, and while these are dealt with SIGKILL, after up to 60 ms; every
eighth time the kill comes within a second of the start instead, whatever is there by then. What the app had drawn by
then is read to the end: the keys whose tally was on screen are those seen. Then:

- the log opens;
- its steps are those of the keys sent, from the first on, as a twin of the session logs them that is given the keys;
- it holds every step seen, or all but the last;
- the session that goes on from it shows the twin's next film.

    python -m benchmarks.killed [--json] [--kills N]
"""

import os
import re
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from time import perf_counter, sleep

import matinee
from benchmarks.report import Row, Tables, judged, parser, show
from benchmarks.terminal import MATINEE, Lines, Terminal, shows
from matinee.engine.errors import MatineeError
from matinee.engine.paths import SHIPPED_BUNDLE
from matinee.engine.recommender import Recommender
from matinee.engine.session.events import Step
from matinee.engine.session.session import Session
from matinee.engine.storage.saved_session import saved_session, whole_lines
from matinee.policy import load_policy

KILLS = 200
FAVOURITES = (318, 858, 296, 2959)
NAME = "evening"
COMMAND = [MATINEE, "--session", NAME, "--like", *map(str, FAVOURITES)]
MOST_KEYS, AT_ONCE = 40, 8
EARLY = 8
"""Every so many kills one comes before anything is answered."""
TALLY = re.compile(r"✓ (\d+)  ✗ (\d+)  · (\d+)")
Tally = tuple[int, int, int]


@dataclass(frozen=True)
class Outcome:
    """What one kill left.

    Attributes:
        sent: keys sent.
        seen: of these, keys whose tally was on screen.
        logged: steps in the log.
        torn: whether its last line was half written.
        problem: why it does not open, or how it differs from its twin; empty where all is well.
    """

    sent: int
    seen: int
    logged: int
    torn: bool
    problem: str


class KilledTerminal(Terminal):
    """A terminal whose command is killed."""

    def kill(self) -> list[Lines]:
        """SIGKILL; every screen drawn since ``frames`` was asked last, to the last byte that came."""
        os.kill(self._pid, signal.SIGKILL)
        while output := self._rest_of_output():
            self._pending.append((perf_counter(), output))
        self.exit_code()
        screens = []
        for _, output in self._pending:
            self._stream.feed(output)
            screens.append(self.lines)
        return screens

    def _rest_of_output(self) -> bytes:
        try:
            return os.read(self._fd, 1 << 16)
        except OSError:  # Linux's way of saying that nobody holds the other side any more
            return b""


def random_keys(random: Random) -> str:
    """Keys that answer and take back; never more taken back than was answered."""
    keys, standing = "", 0
    for _ in range(random.randint(1, MOST_KEYS)):
        keys += random.choice("yyynnnssuu" if standing else "yns")
        standing += -1 if keys[-1] == "u" else 1
    return keys


def tallies(keys: str) -> list[Tally]:
    """Likes, dislikes and skips before the first key and after every one."""
    answers = accumulate(keys, lambda before, key: before[:-1] if key == "u" else before + key, initial="")
    return [(given.count("y"), given.count("n"), given.count("s")) for given in answers]


def seen_keys(keys: str, screens: Sequence[Lines]) -> int:
    """How many keys must have been dealt with for these screens to be drawn, at least."""
    expected, seen = tallies(keys), 0
    for lines in screens:
        if found := TALLY.search(lines[0]):
            likes, dislikes, skips = map(int, found.groups())
            following = [place for place in range(seen, len(expected)) if expected[place] == (likes, dislikes, skips)]
            seen = following[0] if following else seen
    return seen


def kill_once(recommender: Recommender, random: Random, *, early: bool) -> Outcome:
    """Start, answer, kill and look at what is left."""
    keys = "" if early else random_keys(random)
    with KilledTerminal(COMMAND) as terminal:
        if early:
            sleep(random.uniform(0, 1))
        else:
            terminal.wait_for(shows("✓ 0"))
            at_once = random.randint(1, min(AT_ONCE, len(keys)))
            terminal.send_steadily(keys[:-at_once], random.uniform(0.005, 0.06))
            terminal.send(keys[-at_once:])
            sleep(random.uniform(0, 0.06))
        seen = seen_keys(keys, terminal.kill())
        log = terminal.home / "sessions" / f"{NAME}.jsonl"
        content = log.read_bytes() if log.exists() else b""
    torn = len(whole_lines(content)) < len(content)
    steps_after_start = content.split(b'{"matinee"')[-1].count(b"\n") - 1 if content else 0
    logged = max(steps_after_start, 0)
    return Outcome(len(keys), seen, logged, torn, difference(recommender, keys[:logged], content))


def difference(recommender: Recommender, keys: str, content: bytes) -> str:
    """How a log differs from what a session logs that is given the keys; empty where it does not."""
    steps: list[Step] = []
    twin = recommender.session(FAVOURITES, journal=steps.append)
    for key in keys:
        press(twin, key)
    try:
        saved = saved_session(NAME, content, SHIPPED_BUNDLE)
        if saved is None or len(saved.favourites) < len(FAVOURITES):
            return ""
        resumed = recommender.session(
            saved.favourites,
            model=saved.model,
            seed=saved.seed,
            history=saved.history,
            policy=saved.policy_over(recommender.policy),
        )
    except MatineeError as error:
        return f"does not open: {error}"
    if len(steps) != len(keys) or resumed.history != twin.history:
        return "other answers than those sent"
    return "" if resumed.next() == twin.next() else "another film than before"


def press(session: Session, key: str) -> None:
    """What a key does to a session."""
    {"y": session.like, "n": session.dislike, "s": session.skip, "u": session.undo}[key]()


def measure(kills: int) -> Tables:
    """So many kills, all from one seed."""
    recommender = matinee.load(SHIPPED_BUNDLE, load_policy())
    random = Random(0)
    outcomes = [kill_once(recommender, random, early=count % EARLY == EARLY - 1) for count in range(kills)]
    problems = [outcome.problem for outcome in outcomes if outcome.problem]
    totals: Row = {
        "kills": len(outcomes),
        "keys sent": sum(outcome.sent for outcome in outcomes),
        "seen on screen": sum(outcome.seen for outcome in outcomes),
        "in the logs": sum(outcome.logged for outcome in outcomes),
        "torn last lines": sum(outcome.torn for outcome in outcomes),
    }
    lost = max((outcome.seen - outcome.logged for outcome in outcomes), default=0)
    checks: list[Row] = [
        {"what": "logs that do not open, or go on otherwise than before", "found": len(problems)},
        {"what": "most steps that were seen and are not in the log", "found": max(lost, 0)},
    ]
    bars = (0, 1)
    return {
        "killed while keeping a session": [totals],
        "what is lost": [judged(row, "found", bar) for row, bar in zip(checks, bars, strict=True)],
        "what went wrong": [{"what": problem} for problem in problems],
    }


if __name__ == "__main__":
    command_line = parser(__doc__)
    command_line.add_argument("--kills", type=int, default=KILLS, help="how often to kill")
    options = command_line.parse_args()
    show(measure(options.kills), as_json=options.json)
