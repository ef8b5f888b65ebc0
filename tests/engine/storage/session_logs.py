"""Headers and steps of every kind, for tests of saved sessions."""

from functools import reduce

from hypothesis import strategies as st

from matinee.engine.models.profile import Answer
from matinee.engine.paths import saved_sessions
from matinee.engine.prompts.prompt import Prompt
from matinee.engine.session.events import (
    Answered,
    GenreRequested,
    History,
    Imported,
    ModelChosen,
    Prompted,
    Redone,
    SettingChanged,
    SettingsChanged,
    Step,
    Undone,
    WatchlistRequested,
    Widened,
)
from matinee.engine.storage.codec import Entry, SessionHeader, encode
from tests.conftest import FAVOURITES

START = SessionHeader(FAVOURITES, "ease", 7, "0123456789ab", {"learning_rate": 0.25, "prompt_mode": "soft"})

films = st.integers(1, 200_000)
answers = st.sampled_from(Answer)
words = st.text(max_size=20)
prompts = st.builds(
    Prompt,
    words,
    st.frozensets(words, max_size=3),
    st.sampled_from(["mood", "title", None]),
    st.none() | films,
    st.frozensets(words, max_size=2),
)
# few settings, so that one often changes twice in a row
settings = st.sampled_from(["learning_rate", "prompt_mode"])
settings_changed = st.builds(SettingChanged, settings, st.floats(0, 1) | words) | st.builds(
    SettingsChanged, st.lists(st.tuples(settings, st.floats(0, 1)), max_size=2).map(tuple)
)
events = st.one_of(
    st.builds(Answered, films, answers),
    st.builds(Widened, st.integers(1, 9)),
    st.builds(Prompted, st.none() | prompts),
    st.builds(GenreRequested, words, st.booleans()),
    st.just(GenreRequested(None)),
    st.builds(WatchlistRequested, st.booleans()),
    st.builds(ModelChosen, words),
    settings_changed,
    st.builds(Imported, words, st.lists(st.tuples(films, answers), max_size=3).map(tuple)),
)
# half of them are undos and redos, so that several follow each other
steps = st.booleans().flatmap(lambda new: events if new else st.sampled_from([Undone(), Undone(), Redone()]))


def history_of(taken: list[Step]) -> History:
    """The history after some steps."""
    return reduce(History.apply, taken, History())


def lines_of(*entries: Entry) -> bytes:
    """The content of a log."""
    return b"".join(map(encode, entries))


def write(name: str, content: bytes) -> None:
    """Write the log of a session."""
    saved_sessions().mkdir(exist_ok=True)
    (saved_sessions() / f"{name}.jsonl").write_bytes(content)


def content_of(name: str) -> bytes:
    """The content of the log of a session."""
    return (saved_sessions() / f"{name}.jsonl").read_bytes()
