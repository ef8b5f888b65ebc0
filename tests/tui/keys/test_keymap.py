"""The key bar and the help show the keys as configured."""

import pytest
from textual.binding import Binding
from textual.pilot import Pilot

from matinee.engine.recommender import Recommender
from matinee.tui.app import MatineeApp
from matinee.tui.keys.key_validation import binding_owners, keymap_of
from matinee.tui.keys.keymap import action_description, key_name, rebound
from matinee.tui.screens.card import CardScreen
from matinee.tui.screens.help import HelpScreen, KeyTable, table
from tests.conftest import FAVOURITES
from tests.tui.driving import card_screen, drive, pick, screen_text

LIKE = Binding("y,l,right", "like", "like", key_display="y", id="card.like")
FORMER = Binding("up", "former", "choose", key_display="↑↓", id="picker.former")
NEXT = Binding("down", "next", "choose", show=False, id="picker.next")


@pytest.mark.parametrize(
    ("key", "name"),
    [
        *[("y", "y"), ("Y", "Y"), ("slash", "/"), ("question_mark", "?"), ("right", "→"), ("enter", "⏎")],
        *[("backspace", "⌫"), ("escape", "esc"), ("space", "space"), ("tab", "tab"), ("f1", "F1"), ("f12", "F12")],
        *[("f", "f"), ("ctrl+r", "ctrl+r"), ("ctrl+right", "ctrl+→"), ("pageup", "pgup"), ("minus", "-")],
    ],
)
def test_keys_have_short_names(key: str, name: str) -> None:
    assert key_name(key) == name


def test_a_binding_gets_the_persons_keys_and_is_shown_by_the_first() -> None:
    (mine,) = rebound([LIKE], {"card.like": "+, b"})
    assert (mine.key, mine.key_display) == ("plus,b", "+")


def test_without_a_wish_a_binding_stays_as_it_is() -> None:
    assert rebound([LIKE, FORMER], {"card.skip": "b"}) == [LIKE, FORMER]
    assert rebound([FORMER, NEXT], {"picker.former": "up"}) == [FORMER, NEXT]


def test_keys_that_are_shown_together_are_shown_as_they_are_bound() -> None:
    assert rebound([FORMER, NEXT], {"picker.next": "f6,down"})[0].key_display == "↑ F6"
    assert rebound([FORMER, NEXT], {"picker.next": "left"})[0].key_display == "↑←"
    assert rebound([FORMER, NEXT], {"picker.former": "f5", "picker.next": "f6"})[0].key_display == "F5 F6"


def wishing(recommender: Recommender, keys: dict[str, str]) -> MatineeApp:
    """An app on the card with configured keys."""
    app = MatineeApp(recommender, FAVOURITES)
    app.set_keymap(keymap_of(keys, binding_owners()))
    return app


async def test_rebound_keys_answer_and_the_old_ones_do_not(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("y", "l", "right")
        assert card_screen(app).session.profile.likes == ()
        await pilot.press("b")
        assert len(card_screen(app).session.profile.likes) == 1
        await pilot.press("plus")
        assert len(card_screen(app).session.profile.likes) == 2

    await drive(wishing(recommender, {"card.like": "b,+"}), steps)


async def test_two_actions_may_swap_their_keys(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("n", "n", "y")
        profile = card_screen(app).session.profile
        assert (len(profile.likes), len(profile.dislikes)) == (2, 1)

    await drive(wishing(recommender, {"card.like": "n", "card.dislike": "y"}), steps)


async def test_who_shared_a_key_keeps_it_when_the_other_gets_another(recommender: Recommender) -> None:
    """Textual takes a key from all its actions when one of them gets another key."""
    keys = {"card.later": "b"}

    async def steps(_pilot: Pilot[None], app: MatineeApp) -> None:
        bound = dict(app.screen._binding_chain)[app.screen].key_to_bindings
        assert [binding.action for binding in bound["b"]] == ["later"]
        assert {binding.action for binding in bound["w"]} == {"widen"}

    await drive(wishing(recommender, keys), steps)


async def test_the_line_at_the_bottom_shows_the_persons_keys(recommender: Recommender) -> None:
    async def steps(_pilot: Pilot[None], app: MatineeApp) -> None:
        assert isinstance(app.screen, CardScreen)
        shown = screen_text(app)
        assert "→ like" in shown
        assert "y like" not in shown

    await drive(wishing(recommender, {"card.like": "right,b"}), steps)


async def test_the_help_shows_the_persons_keys_by_groups(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("f1")
        assert isinstance(app.screen, HelpScreen)
        here, everywhere = app.screen.groups
        assert (here.heading, everywhere.heading) == ("on this screen", "everywhere")
        assert ("b  +", action_description(LIKE, CardScreen, MatineeApp)) in here.lines
        assert any("ctrl+q" in keys for keys, _ in everywhere.lines)
        assert any(keys == "F1" for keys, _ in everywhere.lines)
        assert "Your answers are not saved to disk." in app.screen.saving

    await drive(wishing(recommender, {"card.like": "b,+"}), steps, size=(80, 60))


async def test_the_help_lists_what_cannot_act_now_too(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        assert not card_screen(app).can_run("widen")
        await pilot.press("question_mark")
        assert isinstance(app.screen, HelpScreen)
        assert any("further from your favourites" in does for _, does in app.screen.groups[0].lines)

    await drive(MatineeApp(recommender, FAVOURITES), steps)


async def test_the_help_has_the_keys_of_an_open_box_first(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("slash")
        await pilot.press("f1")
        assert isinstance(app.screen, HelpScreen)
        assert [group.heading for group in app.screen.groups] == ["while you type", "on this screen", "everywhere"]
        assert any(keys.startswith("⏎") for keys, _ in app.screen.groups[0].lines)

    await drive(MatineeApp(recommender, FAVOURITES), steps)


async def test_the_help_of_the_picker_has_no_empty_group(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pick(pilot, "heat")
        await pilot.press("f1")
        assert isinstance(app.screen, HelpScreen)
        assert [group.heading for group in app.screen.groups] == ["on this screen", "everywhere"]

    await drive(MatineeApp(recommender), steps)


async def test_the_help_says_what_the_session_is_kept_as(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        app.push_screen(HelpScreen.for_screen(app.screen, saved_as="friday [b]"))
        await pilot.pause()
        assert "Every answer is saved at once as “friday [b]”." in " ".join(screen_text(app).split())
        assert "written to disk" not in screen_text(app)

    await drive(MatineeApp(recommender, FAVOURITES), steps, size=(120, 60))


def test_what_is_long_goes_on_under_its_beginning() -> None:
    lines = [("y  l  →", "More like this"), ("u", "Take the last answer back; before the first one, go back")]
    told = table(lines, 30).plain.splitlines()
    assert told[0] == "y  l  →  More like this"
    assert told[1].startswith("u        Take")
    assert len(told) > 3
    assert all(len(line) <= 30 for line in told)
    assert all(line.startswith(" " * 9) and line[9] != " " for line in told[2:])


async def test_in_a_narrow_terminal_nothing_stands_under_the_keys(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("f1")
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        shown = [line.strip() for line in screen_text(app).splitlines()]
        for shown_table, group in zip(app.screen.query(KeyTable), app.screen.groups, strict=True):
            lines = table(group.lines, shown_table.content_size.width).plain.splitlines()
            assert len(lines) > len(group.lines)
            assert [line.strip() for line in lines if line.strip() not in shown] == []

    await drive(MatineeApp(recommender, FAVOURITES), steps, size=(40, 100))
