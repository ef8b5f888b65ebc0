"""Two people in the app: the second one's favourites, for whom a film fits, and whose an answer is."""

from collections.abc import Sequence

import pytest
from textual.pilot import Pilot

from matinee.engine.models.profile import Answer
from matinee.engine.recommender import Recommender
from matinee.engine.session.companion import Companion
from matinee.engine.session.events import Answered
from matinee.engine.storage.log import SessionLog
from matinee.engine.storage.store import read_session
from matinee.tui.app import MatineeApp
from matinee.tui.screens.card import CardScreen
from matinee.tui.screens.companion_picker import CompanionPicker
from matinee.tui.screens.picker import PickerScreen
from tests.conftest import FAVOURITES
from tests.tui.driving import card_screen, current_title, drive, first_line, pick, screen_text

THEIRS = (2671, 597, 1088, 4246)
ANNA = Companion(THEIRS, "Anna")
TITLES = ("notting hill", "pretty woman", "dirty dancing", "bridget jones's diary")
SIZES = [(40, 12), (80, 24), (120, 40), (200, 60)]


async def choose(pilot: Pilot[None], titles: Sequence[str]) -> None:
    for title in titles:
        await pick(pilot, title)


async def name_companion(pilot: Pilot[None], name: str) -> None:
    await pilot.press("ctrl+o", *name, "enter")
    await pilot.pause()


async def test_the_second_person_is_asked_after_the_first(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await name_companion(pilot, "Anna")
        await choose(pilot, ("the godfather", "the shawshank redemption", "pulp fiction", "fight club"))
        assert isinstance(app.screen, CompanionPicker)
        assert "Now four films for Anna. Fewer will do." in screen_text(app)
        assert "with somebody" not in screen_text(app)
        await choose(pilot, TITLES)
        session = card_screen(app).session
        assert {*session.favourites} == {*FAVOURITES}
        assert session.companion == ANNA
        assert "for Anna" in screen_text(app)

    await drive(MatineeApp(recommender), steps)


async def test_given_favourites_skip_both_pickers(recommender: Recommender) -> None:
    async def steps(_pilot: Pilot[None], app: MatineeApp) -> None:
        assert card_screen(app).session.companion == ANNA

    await drive(MatineeApp(recommender, FAVOURITES, companion=ANNA), steps)


async def test_given_favourites_of_the_first_lead_to_the_second_picker(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        assert isinstance(app.screen, CompanionPicker)
        await choose(pilot, TITLES)
        assert card_screen(app).session.companion == Companion(THEIRS)
        assert "for them" in screen_text(app)
        assert "because they liked" in screen_text(app)

    await drive(MatineeApp(recommender, FAVOURITES, companion=Companion(())), steps)


async def test_escape_leads_back_to_ones_own_films_and_an_empty_name_to_watching_alone(
    recommender: Recommender,
) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press(*"nott", "escape")
        assert isinstance(app.screen, CompanionPicker)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, PickerScreen)
        assert not isinstance(app.screen, CompanionPicker)
        assert "Fight Club" in screen_text(app)
        await pilot.press("ctrl+o", "backspace", "backspace", "backspace", "backspace", "enter")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert card_screen(app).session.companion is None
        assert "for both" not in screen_text(app)

    await drive(MatineeApp(recommender, FAVOURITES, companion=Companion((), "Anna")), steps)


async def test_the_second_person_may_name_one_film(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pick(pilot, "notting hill")
        assert isinstance(app.screen, CompanionPicker)
        await pilot.press("enter")
        await pilot.pause()
        assert card_screen(app).session.companion == Companion(THEIRS[:1], "Anna")

    await drive(MatineeApp(recommender, FAVOURITES[:2], companion=Companion((), "Anna")), steps)


async def test_a_few_given_favourites_begin_at_once_and_a_few_chosen_ones_wait(recommender: Recommender) -> None:
    async def given(_pilot: Pilot[None], app: MatineeApp) -> None:
        assert card_screen(app).session.companion == Companion(THEIRS[:2], "Anna")

    async def chosen(pilot: Pilot[None], app: MatineeApp) -> None:
        await choose(pilot, TITLES[:2])
        await pilot.press("escape")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, CompanionPicker)
        assert "Pretty Woman" in screen_text(app)

    await drive(MatineeApp(recommender, FAVOURITES[:1], companion=Companion(THEIRS[:2], "Anna")), given)
    await drive(MatineeApp(recommender, FAVOURITES, companion=Companion((), "Anna")), chosen)


async def test_a_name_too_long_is_refused(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await name_companion(pilot, "x" * 21)
        assert "1 to 20 letters" in screen_text(app).replace("│", "").replace("\n", " ")

    await drive(MatineeApp(recommender), steps)


async def test_undo_leads_back_to_the_second_picker_and_on(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session = card_screen(app).session
        await pilot.press("u")
        await pilot.pause()
        assert isinstance(app.screen, CompanionPicker)
        await pilot.press("enter")
        await pilot.pause()
        assert card_screen(app).session is session
        await pilot.press("u")
        await pilot.pause()
        await pilot.press("backspace")
        await pick(pilot, "titanic")
        companion = card_screen(app).session.companion
        assert companion is not None
        assert companion.favourites == (*THEIRS[:3], 1721)

    await drive(MatineeApp(recommender, FAVOURITES, companion=ANNA), steps)


@pytest.mark.parametrize(
    ("keys", "own", "theirs"),
    [
        ("y", Answer.LIKE, None),
        ("cy", Answer.LIKE, Answer.SKIP),
        ("ccy", Answer.SKIP, Answer.LIKE),
        ("cccn", Answer.DISLIKE, None),
        ("ccn", Answer.SKIP, Answer.DISLIKE),
        ("cs", Answer.SKIP, None),
        ("ccw", Answer.WATCHLIST, None),
    ],
)
async def test_a_key_says_whose_the_answer_is(
    recommender: Recommender, keys: str, own: Answer, theirs: Answer | None
) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session = card_screen(app).session
        film = session.next()
        assert film is not None
        await pilot.press(*keys)
        await pilot.pause()
        assert session.events == (Answered(film.movie.id, own, theirs),)
        assert "for both" in first_line(app)
        await pilot.press("u")
        await pilot.pause()
        assert current_title(app) == film.movie.title

    await drive(MatineeApp(recommender, FAVOURITES, companion=ANNA), steps)


@pytest.mark.parametrize("size", SIZES)
async def test_every_size_says_for_whom_the_film_and_the_answer_are(
    recommender: Recommender, size: tuple[int, int]
) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        text = screen_text(app)
        assert "for you  ●" in text
        assert "for Anna  ●" in text
        assert "c for whom" in text
        seen = [first_line(app)]
        for _ in range(3):
            await pilot.press("c")
            await pilot.pause()
            seen.append(first_line(app))
        assert [next(each for each in ("both", "you", "Anna") if f"for {each}" in line) for line in seen] == [
            "both", "you", "Anna", "both",
        ]  # fmt: skip

    await drive(MatineeApp(recommender, FAVOURITES, companion=ANNA), steps, size)


async def test_alone_there_is_no_such_key(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("c")
        await pilot.pause()
        assert card_screen(app).whose == "both"
        assert "for whom" not in screen_text(app)
        assert "for both" not in screen_text(app)

    await drive(MatineeApp(recommender, FAVOURITES), steps)


async def test_the_answers_on_screen_say_whose_they_are(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press(*"ycyccn")
        await pilot.pause()
        lines = [line.rstrip("│ ") for line in screen_text(app).splitlines()]
        marked = [line for line in lines if "✓ " in line[50:] or "✗ " in line[50:]]
        assert marked[0].endswith(" Anna")
        assert marked[1].endswith(" you")
        assert not marked[2].endswith((" Anna", " you"))

    await drive(MatineeApp(recommender, FAVOURITES, companion=ANNA), steps)


async def test_the_line_to_share_is_that_of_both(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press(*"yye")
        await pilot.pause()
        text = screen_text(app)
        assert "and we liked 2" in text
        assert "Notting Hill" in text

    await drive(MatineeApp(recommender, FAVOURITES, companion=ANNA), steps, (120, 40))


async def test_a_saved_session_for_two_resumes(recommender: Recommender) -> None:
    left: list[str] = []

    async def first(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press(*"ycyccnu")
        await pilot.pause()
        left.append(current_title(app))

    async def second(_pilot: Pilot[None], app: MatineeApp) -> None:
        assert current_title(app) == left[0]
        assert card_screen(app).session.companion == ANNA
        assert len(card_screen(app).session.events) == 2

    await drive(MatineeApp(recommender, FAVOURITES, companion=ANNA, log=SessionLog.open("duo")), first)
    assert read_session("duo").companion == ANNA
    await drive(MatineeApp(recommender, log=SessionLog.open("duo")), second)


async def test_a_session_stopped_while_the_second_chose_resumes_there(recommender: Recommender) -> None:
    async def first(pilot: Pilot[None], _app: MatineeApp) -> None:
        await choose(pilot, TITLES[:2])
        assert read_session("duo").companion == Companion(THEIRS[:2], "Anna")

    async def second(pilot: Pilot[None], app: MatineeApp) -> None:
        assert isinstance(app.screen, CompanionPicker)
        assert "Pretty Woman" in screen_text(app)
        await choose(pilot, TITLES[2:])
        assert isinstance(app.screen, CardScreen)
        assert read_session("duo").has_begun

    start = Companion((), "Anna")
    await drive(MatineeApp(recommender, FAVOURITES, companion=start, log=SessionLog.open("duo")), first)
    await drive(MatineeApp(recommender, log=SessionLog.open("duo")), second)


async def test_a_film_of_the_second_person_that_is_gone_is_named(recommender: Recommender) -> None:
    with SessionLog.open("duo") as log:
        log.start(
            FAVOURITES, model=None, seed=0, bundle="b", policy=recommender.policy, companion=Companion((99_999_999,))
        )
    app = MatineeApp(recommender, log=SessionLog.open("duo"))
    async with app.run_test() as pilot:
        await pilot.pause()
    assert app.return_code == 2
    assert "no film with the id 99999999" in app.failure
    assert "matinee session delete duo" in app.failure
