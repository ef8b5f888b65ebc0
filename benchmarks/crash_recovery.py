"""What a saved session loses when the app is killed: the installed command and `kill -9` at random moments.

`matinee --session crash-test --like …` runs in a pseudo-terminal of 80×24, with a new home each time. Up to 40 random
keys of y, n, s and u are sent, one every 5 to 60 ms and the last few at once; SIGKILL follows within 60 ms. Every
eighth kill comes within a second of the start instead. Everything the app had drawn by then is read: a key counts as
seen if its tally was on screen. Then:

- the log opens;
- its steps are those of the first keys sent, as a second session logs them that is given the same keys;
- it holds every step seen, or all but the last;
- the session resumed from it recommends the same next film as the second session.

    python -m benchmarks.crash_recovery [--json] [--kills N]
"""

import os
import re
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from time import perf_counter, sleep

from benchmarks.report import Row, Tables, make_parser, print_tables, with_bar
from benchmarks.terminal import MATINEE, Lines, Terminal, shows
from matinee.engine.errors import MatineeError
from matinee.engine.paths import SHIPPED_BUNDLE
from matinee.engine.recommender import Recommender, load_shipped
from matinee.engine.session.events import Step
from matinee.engine.session.session import Session
from matinee.engine.storage.saved_session import complete_lines, parse_log

KILLS = 200
FAVOURITES = (318, 858, 296, 2959)
NAME = "crash-test"
COMMAND = [MATINEE, "--session", NAME, "--like", *map(str, FAVOURITES)]
MAX_KEYS, MAX_AT_ONCE = 40, 8
EARLY_INTERVAL = 8
"""One in this many kills comes before any answer."""
TALLY = re.compile(r"✓ (\d+)  ✗ (\d+)  · (\d+)")
Tally = tuple[int, int, int]


@dataclass(frozen=True)
class Outcome:
    """Result of one kill.

    Attributes:
        sent: number of keys sent.
        seen: number of these whose tally was on screen.
        logged: number of steps in the log.
        is_torn: whether the last line of the log was written in part.
        problem: why the log does not open, or how the session differs from the expected one; empty without problems.
    """

    sent: int
    seen: int
    logged: int
    is_torn: bool
    problem: str


class KilledTerminal(Terminal):
    """A terminal whose command can be killed."""

    def kill(self) -> list[Lines]:
        """Send SIGKILL and return every screen drawn since ``frames`` was last called, up to the last byte."""
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
        except OSError:  # Linux raises this once the other side is closed
            return b""


def random_keys(random: Random) -> str:
    """Draw keys that answer and undo, never undoing more than was answered."""
    keys, answered = "", 0
    for _ in range(random.randint(1, MAX_KEYS)):
        keys += random.choice("yyynnnssuu" if answered else "yns")
        answered += -1 if keys[-1] == "u" else 1
    return keys


def tallies(keys: str) -> list[Tally]:
    """Count likes, dislikes and skips before the first key and after each one."""
    answers = accumulate(keys, lambda before, key: before[:-1] if key == "u" else before + key, initial="")
    return [(given.count("y"), given.count("n"), given.count("s")) for given in answers]


def seen_keys(keys: str, screens: Sequence[Lines]) -> int:
    """Count the keys that must have been handled for these screens to be drawn."""
    expected, seen = tallies(keys), 0
    for lines in screens:
        if found := TALLY.search(lines[0]):
            likes, dislikes, skips = map(int, found.groups())
            following = [place for place in range(seen, len(expected)) if expected[place] == (likes, dislikes, skips)]
            seen = following[0] if following else seen
    return seen


def kill_once(recommender: Recommender, random: Random, *, early: bool) -> Outcome:
    """Start the app, answer, kill it and check the log."""
    keys = "" if early else random_keys(random)
    with KilledTerminal(COMMAND) as terminal:
        if early:
            sleep(random.uniform(0, 1))
        else:
            terminal.wait_for(shows("✓ 0"))
            at_once = random.randint(1, min(MAX_AT_ONCE, len(keys)))
            terminal.send_steadily(keys[:-at_once], random.uniform(0.005, 0.06))
            terminal.send(keys[-at_once:])
            sleep(random.uniform(0, 0.06))
        seen = seen_keys(keys, terminal.kill())
        log = terminal.home / "sessions" / f"{NAME}.jsonl"
        content = log.read_bytes() if log.exists() else b""
    is_torn = len(complete_lines(content)) < len(content)
    steps_after_start = content.split(b'{"matinee"')[-1].count(b"\n") - 1 if content else 0
    logged = max(steps_after_start, 0)
    return Outcome(len(keys), seen, logged, is_torn, find_difference(recommender, keys[:logged], content))


def find_difference(recommender: Recommender, keys: str, content: bytes) -> str:
    """Describe how a log differs from that of a session given the same keys; empty if it does not."""
    steps: list[Step] = []
    expected = recommender.session(FAVOURITES, journal=steps.append)
    for key in keys:
        press(expected, key)
    try:
        saved = parse_log(NAME, content, SHIPPED_BUNDLE)
        if saved is None or len(saved.favourites) < len(FAVOURITES):
            return ""
        resumed = recommender.session(
            saved.favourites,
            model=saved.model,
            seed=saved.seed,
            history=saved.history,
            policy=saved.policy_with_defaults(recommender.policy),
        )
    except MatineeError as error:
        return f"does not open: {error}"
    if len(steps) != len(keys) or resumed.history != expected.history:
        return "other answers than those sent"
    return "" if resumed.next() == expected.next() else "another next film"


def press(session: Session, key: str) -> None:
    """Apply a key to a session."""
    {"y": session.like, "n": session.dislike, "s": session.skip, "u": session.undo}[key]()


def measure(kills: int) -> Tables:
    """Kill the app repeatedly, with all random choices from one seed."""
    recommender = load_shipped()
    random = Random(0)
    outcomes = [
        kill_once(recommender, random, early=count % EARLY_INTERVAL == EARLY_INTERVAL - 1) for count in range(kills)
    ]
    problems = [outcome.problem for outcome in outcomes if outcome.problem]
    totals: Row = {
        "kills": len(outcomes),
        "keys sent": sum(outcome.sent for outcome in outcomes),
        "seen on screen": sum(outcome.seen for outcome in outcomes),
        "in the logs": sum(outcome.logged for outcome in outcomes),
        "torn last lines": sum(outcome.is_torn for outcome in outcomes),
    }
    lost = max((outcome.seen - outcome.logged for outcome in outcomes), default=0)
    checks: list[Row] = [
        {"what": "logs that do not open or resume differently", "found": len(problems)},
        {"what": "most steps seen on screen and missing in the log", "found": max(lost, 0)},
    ]
    bars = (0, 1)
    return {
        "killed while saving a session": [totals],
        "losses": [with_bar(row, "found", bar) for row, bar in zip(checks, bars, strict=True)],
        "problems": [{"what": problem} for problem in problems],
    }


if __name__ == "__main__":
    command_line = make_parser(__doc__)
    command_line.add_argument("--kills", type=int, default=KILLS, help="number of kills")
    options = command_line.parse_args()
    print_tables(measure(options.kills), as_json=options.json)
