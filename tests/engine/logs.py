"""What tests of saved sessions write: a start, and steps of every kind."""

from functools import reduce

from hypothesis import strategies as st

from matinee.engine.paths import saved_sessions
from matinee.engine.session.events import (
    Answer,
    Answered,
    GenreAsked,
    History,
    Imported,
    ModelChosen,
    Prompt,
    Prompted,
    Redone,
    Step,
    Undone,
    Weighed,
    Widened,
)
from matinee.engine.storage.codec import Entry, Start, as_line
from tests.conftest import FAVOURITES

START = Start(FAVOURITES, "ease", 7, "0123456789ab", {"learning_rate": 0.25, "intent_mode": "soft"})

films = st.integers(1, 200_000)
answers = st.sampled_from(Answer)
words = st.text(max_size=20)
prompts = st.builds(
    Prompt, words, st.frozensets(words, max_size=3), st.sampled_from(["mood", "title", None]), st.none() | films
)
# few settings, so that one is often turned twice in a row
settings_turned = st.builds(Weighed, st.sampled_from(["learning_rate", "intent_mode"]), st.floats(0, 1) | words)
events = st.one_of(
    st.builds(Answered, films, answers),
    st.builds(Widened, st.integers(1, 9)),
    st.builds(Prompted, st.none() | prompts),
    st.builds(GenreAsked, words, st.booleans()),
    st.just(GenreAsked(None)),
    st.builds(ModelChosen, words),
    settings_turned,
    st.builds(Imported, words, st.lists(st.tuples(films, answers), max_size=3).map(tuple)),
)
# half of them take back and bring back, so that this happens several times in a row
steps = st.booleans().flatmap(lambda new: events if new else st.sampled_from([Undone(), Undone(), Redone()]))


def history_of(taken: list[Step]) -> History:
    """What some steps lead to."""
    return reduce(History.after, taken, History())


def lines_of(*entries: Entry) -> bytes:
    """A log."""
    return b"".join(map(as_line, entries))


def write(name: str, content: bytes) -> None:
    """Put a log where sessions lie."""
    saved_sessions().mkdir(exist_ok=True)
    (saved_sessions() / f"{name}.jsonl").write_bytes(content)


def content_of(name: str) -> bytes:
    """What lies there."""
    return (saved_sessions() / f"{name}.jsonl").read_bytes()
