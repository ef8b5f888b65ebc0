"""Configured keys are accepted, or rejected with a reason."""

import pytest
from textual.pilot import Pilot

from matinee.engine.recommender import Recommender
from matinee.tui.app import MatineeApp
from matinee.tui.config.config import Config
from matinee.tui.keys.key_validation import binding_owners, find_problems, keymap_of, rebindable_bindings
from matinee.tui.keys.keymap import bindings_of
from matinee.tui.screens.card import CardScreen
from matinee.tui.screens.choice_dialog import ChoiceDialog
from matinee.tui.screens.info import InfoScreen
from matinee.tui.screens.presets import PresetScreen
from tests.conftest import FAVOURITES
from tests.tui.driving import drive

HOLDERS = binding_owners()
KNOWN = rebindable_bindings(HOLDERS)


def problem(keys: dict[str, str]) -> str:
    """The first problem; empty if there is none."""
    return next((said for _, said in find_problems(keys, HOLDERS)), "")


def test_everything_that_can_be_pressed_has_a_name_of_its_own() -> None:
    owners: dict[str, set[tuple[str, str]]] = {}
    for kind in HOLDERS:
        for binding in bindings_of(kind):
            assert binding.id, f"{kind.__name__}: {binding.key} has no id"
            owners.setdefault(binding.id, set()).add((binding.key, binding.action))
    assert not {name: what for name, what in owners.items() if len(what) > 1}
    assert {"app.quit", "card.like", "picker.take", "prompt.submit", "reading.leave", "help.leave"} <= KNOWN.keys()


def test_the_keys_there_are_may_all_be_written_down() -> None:
    assert list(find_problems({name: binding.key for name, (_, binding) in KNOWN.items()}, HOLDERS)) == []


@pytest.mark.parametrize(
    "keys",
    [
        {"card.like": "b"},
        {"card.like": "b, plus, ctrl+x, f5, B, é, €, alt+b, shift+left, pagedown, tab, left_square_bracket"},
        {"card.like": "+"},
        {"card.like": "n", "card.dislike": "y"},
        {"card.like": "d,y", "card.dislike": "h,left"},
        {"picker.surprise": "ctrl+t,f5"},
        {"picker.take": "enter,tab"},
        {"app.quit": "ctrl+q,f10"},
    ],
)
def test_what_can_be_had(keys: dict[str, str]) -> None:
    assert problem(keys) == ""


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (
            {"card.lik": "b"},
            "unknown action 'card.lik'; did you mean 'card.like'? `matinee config keys` lists them all.",
        ),
        ({"": "b"}, "unknown action ''; did you mean"),
        ({"card.like": ""}, "'card.like' needs at least one key; several are written like y,l,right."),
        ({"card.like": "b,,c"}, "'card.like' needs at least one key"),
        ({"card.like": "rihgt"}, "'card.like': there is no key rihgt; did you mean 'right'?"),
        ({"card.like": "b c"}, "'card.like': there is no key b c; did you mean"),
        ({"card.like": "control+b"}, "'card.like': there is no key control+b; did you mean 'ctrl'?"),
        ({"card.like": "ctrl+"}, "'card.like': there is no key ctrl+; did you mean"),
        ({"card.like": "esc"}, "'card.like': write escape for esc."),
        ({"card.like": "return"}, "'card.like': write enter for return."),
        ({"card.like": "ctrl+i"}, "'card.like': write tab for ctrl+i."),
        ({"card.like": "shift+b"}, "'card.like': write B for shift+b."),
        ({"card.like": "n"}, "n cannot be both 'card.like' and 'card.dislike'."),
        ({"card.skip": "b", "card.info": "b"}, "b cannot be both 'card.skip' and 'card.info'."),
        ({"card.like": "slash"}, "/ cannot be both 'card.like' and 'card.say_mood'."),
        ({"card.like": "ctrl+z"}, "ctrl+z cannot be both 'card.like' and 'app.suspend'."),
        ({"app.help": "f1,ctrl+r"}, "ctrl+r cannot be both 'picker.surprise' and 'app.help'."),
        ({"card.like": "ctrl+q"}, "'card.like' cannot have ctrl+q, which always quits."),
        ({"app.quit": "f10"}, "'app.quit' must keep ctrl+q, which always quits; write ctrl+q,f10."),
        (
            {"app.help": "b"},
            "'app.help' must work while text is typed, and b types a character; use one like ctrl+t or f5.",
        ),
        ({"prompt.former": "slash"}, "and / types a character"),
        ({"picker.surprise": "?"}, "'picker.surprise' must work while text is typed, and ? types a character"),
        ({"picker.surprise": "space"}, "and space types a character"),
        ({"picker.surprise": "home"}, "and home types a character"),
        ({"prompt.former": "k"}, "and k types a character"),
    ],
)
def test_what_cannot_be_had_is_said(keys: dict[str, str], said: str) -> None:
    assert said in problem(keys)


def test_what_leaves_a_screen_keeps_a_key() -> None:
    leaving = [name for name, (_, binding) in KNOWN.items() if binding.action.removeprefix("screen.") == "leave"]
    assert len(leaving) > 3
    for name in leaving:
        assert "needs at least one key" in problem({name: " "})


@pytest.mark.parametrize(
    ("opened_by", "name", "screen"),
    [("i", "reading.leave", InfoScreen), ("a", "weights.leave", PresetScreen), ("g", "choice.leave", ChoiceDialog)],
)
async def test_other_keys_leave_a_screen_and_the_usual_ones_no_more(
    recommender: Recommender, opened_by: str, name: str, screen: type
) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press(opened_by)
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, screen)
        await pilot.press("f9")
        await pilot.pause()
        assert isinstance(app.screen, CardScreen)

    keys = {name: "f9"}
    config = Config(keys=keys, keymap=keymap_of(keys, binding_owners()))
    await drive(MatineeApp(recommender, FAVOURITES, config=config), steps)
