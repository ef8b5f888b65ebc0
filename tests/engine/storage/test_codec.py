"""The format of one line: encoded and decoded."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from matinee.engine.models.profile import Answer
from matinee.engine.prompts.prompt import Prompt
from matinee.engine.session.events import (
    Answered,
    GenreRequested,
    Prompted,
    SettingsChanged,
    Step,
    Undone,
    WatchlistRequested,
)
from matinee.engine.storage.codec import decode, encode
from tests.engine.storage.session_logs import START, prompts, steps

LIKED, DISLIKED = Answered(1, Answer.LIKE), Answered(2, Answer.DISLIKE)


@given(steps)
def test_a_line_holds_one_step_and_no_other_newline(step: Step) -> None:
    line = encode(step)
    assert line.index(b"\n") == len(line) - 1
    assert decode(line[:-1]) == step


def test_lines_have_the_documented_format() -> None:
    mood = Prompt("90s heist", frozenset({"soft", "heist"}), "mood")
    assert encode(LIKED) == b'{"like": 1}\n'
    assert encode(Prompted(mood)) == (
        b'{"prompt": {"text": "90s heist", "off": ["heist", "soft"], "as": "mood", "film": null}}\n'
    )
    switched = Prompted(replace(mood, text="hitchcock", switched=frozenset({"hitchcock"})))
    assert encode(switched).endswith(b'"film": null, "switched": ["hitchcock"]}}\n')
    assert decode(encode(switched)[:-1]) == switched
    assert encode(Prompted(None)) == b'{"prompt": null}\n'
    assert encode(GenreRequested("Comedy", strict=True)) == b'{"genre": "Comedy", "strict": true}\n'
    assert encode(SettingsChanged((("kin_genre_weight", 3.0), ("exploration_rate", 0.5)))) == (
        b'{"settings": [["kin_genre_weight", 3.0], ["exploration_rate", 0.5]]}\n'
    )
    assert encode(WatchlistRequested(only=True)) == b'{"watchlist_only": true}\n'
    assert encode(Undone()) == b'{"undo": true}\n'
    assert encode(START).startswith(b'{"matinee": 1, "favourites": [318, 858, 296, 2959], "model": "ease", "seed": 7')


@given(prompts.filter(lambda prompt: bool(prompt.text)), st.data())
def test_surrogates_can_be_saved(prompt: Prompt, data: st.DataObject) -> None:
    odd = Prompted(replace(prompt, text=data.draw(st.text(st.characters(categories=["Cs"]), min_size=1, max_size=1))))
    assert decode(encode(odd)[:-1]) == odd
