"""The card, driven key by key, and the screens on top of it."""

import re
from dataclasses import replace

import pytest
from textual.pilot import Pilot

from matinee.engine.models.profile import Answer
from matinee.engine.recommender import Recommender
from matinee.engine.session.events import GenreRequested
from matinee.tui.app import MatineeApp
from matinee.tui.config.config import Config
from matinee.tui.screens.card import CardScreen
from matinee.tui.screens.help import HelpScreen
from matinee.tui.screens.info import MIN_TERM, InfoScreen
from matinee.tui.screens.picker import PickerScreen
from matinee.tui.text.labels import term_label
from matinee.tui.widgets.key_bar import KeyBar
from tests.conftest import FAVOURITES
from tests.tui.driving import card_screen, click_on, current_title, drive, pick, screen_sentences, screen_text

KEYS = {Answer.LIKE: "y", Answer.DISLIKE: "n", Answer.SKIP: "s"}
SIZES = [(40, 12), (80, 24), (120, 40)]


@pytest.mark.parametrize(("answer", "key"), KEYS.items())
async def test_every_key_gives_its_answer_and_undo_takes_it_back(
    recommender: Recommender, answer: Answer, key: str
) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session = card_screen(app).session
        first = session.next()
        assert first is not None
        await pilot.press(key)
        await pilot.pause()
        assert [given for _, given in session.profile.answers] == [answer]
        second = session.next()
        assert second is not None
        assert second.movie != first.movie
        assert second.movie.title in screen_text(app)
        await pilot.press("u")
        await pilot.pause()
        assert session.next() == first
        assert first.movie.title in screen_text(app)

    await drive(MatineeApp(recommender, FAVOURITES), steps)


@pytest.mark.parametrize("key", ["left", "right", "up", "down", "space", "h", "j", "k", "l", "d"])
async def test_no_other_key_answers_unless_it_is_bound(recommender: Recommender, key: str) -> None:
    async def nothing(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("y", key)
        await pilot.pause()
        assert len(card_screen(app).session.events) == 1

    async def bound(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press(key)
        await pilot.pause()
        assert [given for _, given in card_screen(app).session.profile.answers] == [Answer.LIKE]

    await drive(MatineeApp(recommender, FAVOURITES), nothing)
    await drive(MatineeApp(recommender, FAVOURITES, config=Config(keymap={"card.like": f"y,{key}"})), bound)


async def test_keys_can_be_clicked(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session = card_screen(app).session
        await pilot.click(KeyBar, offset=(3, 0))
        await pilot.pause()
        assert [given for _, given in session.profile.answers] == [Answer.LIKE]

    await drive(MatineeApp(recommender, FAVOURITES), steps)


async def test_undo_before_the_first_answer_goes_back_to_the_four(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("u")
        await pilot.pause()
        assert isinstance(app.screen, PickerScreen)
        assert "Fight Club" in screen_text(app)
        await pilot.press("backspace")
        await pick(pilot, "alien")
        assert 1214 in card_screen(app).session.favourites

    await drive(MatineeApp(recommender, FAVOURITES), steps)


async def test_answers_show_in_the_panels(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session = card_screen(app).session
        titles = []
        for key in "yns":
            card = session.next()
            assert card is not None
            titles.append(card.movie.title)
            await pilot.press(key)
        await pilot.pause()
        text = screen_text(app)
        assert "✓ 1  ✗ 1  · 1" in text
        for mark, title in zip("✓✗·", titles, strict=True):
            assert f"{mark} {title[:20]}" in text
        assert "▼" in text or "▲" in text

    await drive(MatineeApp(recommender, FAVOURITES), steps)


async def test_info_explains_the_score_and_names_similar_films(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        card = card_screen(app).session.next()
        assert card is not None
        await pilot.press("i")
        await pilot.pause()
        assert isinstance(app.screen, InfoScreen)
        text = screen_text(app)
        assert re.search(rf"total +{card.score:.1f}", text)
        for name, value in card.terms.items():
            if abs(value) < MIN_TERM:
                assert term_label(name) not in text
                continue
            sign = "+" if value >= 0 else "−"
            assert re.search(rf"{term_label(name)} +\{sign} [ █▏▎▍▌▋▊▉]+ {abs(value):.1f}", text)
        assert recommender.similar(card.movie.id)[0].movie.title in text
        assert "https://www.imdb.com/title/tt" in text
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, CardScreen)

    await drive(MatineeApp(recommender, FAVOURITES), steps, size=(100, 40))


@pytest.mark.parametrize("key", ["question_mark", "f1"])
async def test_help_lists_the_keys_of_the_screen(recommender: Recommender, key: str) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press(key)
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        assert "n Dislike the film: fewer like it" in screen_sentences(app)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, CardScreen)

    await drive(MatineeApp(recommender, FAVOURITES), steps)


async def test_help_can_be_read_to_the_end_in_a_small_terminal(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("question_mark")
        await pilot.pause()
        read = ""
        for _ in range(20):
            await pilot.pause()
            read += " ".join(screen_text(app).split())
            assert "to disk" not in read or "Add the film to the" in read
            await pilot.press("pagedown")
        assert "to disk" in read

    await drive(MatineeApp(recommender, FAVOURITES), steps, size=(40, 12))


async def emptied(pilot: Pilot[None], app: MatineeApp) -> None:
    """Skip until no film is left, the last one by its key."""
    session = card_screen(app).session
    while session.next() is not None:
        session.skip()
    session.undo()
    card_screen(app).show_session()
    await pilot.press("s")
    await pilot.pause()
    assert session.next() is None


@pytest.mark.parametrize("size", SIZES)
async def test_nothing_left_offers_to_widen(recommender: Recommender, size: tuple[int, int]) -> None:
    strict = Recommender(recommender.bundle, replace(recommender.policy, min_genre_affinity=0.99))

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await emptied(pilot, app)
        session = card_screen(app).session
        assert "You have seen every film" in screen_text(app)
        assert "w widen" in screen_sentences(app)
        assert "y like" not in screen_text(app)
        count = len(session.events)
        await pilot.press("y", "n", "s", "i", "m")  # nothing to answer: nothing happens
        assert (session.next(), len(session.events)) == (None, count)
        await pilot.press("w")
        await pilot.pause()
        assert session.watchlist == ()
        current_title(app)
        assert "w widen" not in screen_text(app)
        await pilot.press("w")
        assert len(session.watchlist) == 1

    odd_genres = [int(recommender.search(title)[0].movie.id) for title in ("aladdin", "alien", "shane", "casablanca")]
    await drive(MatineeApp(strict, odd_genres), steps, size=size)


async def test_where_widening_does_not_help_it_is_not_offered(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session = card_screen(app).session
        session.request_genre("IMAX", strict=True)
        await emptied(pilot, app)
        assert "No films are left in this genre." in screen_text(app)
        assert "widen" not in screen_text(app)
        for way in ("g  another genre", "u  undo"):
            assert way in screen_text(app)
        count = len(session.events)
        await pilot.press("w")
        assert len(session.events) == count

    await drive(MatineeApp(recommender, FAVOURITES), steps)


@pytest.mark.parametrize("size", SIZES)
async def test_every_size_shows_the_film_and_the_keys(recommender: Recommender, size: tuple[int, int]) -> None:
    async def steps(_pilot: Pilot[None], app: MatineeApp) -> None:
        card = card_screen(app).session.next()
        assert card is not None
        for words in (
            card.movie.title,
            str(card.movie.year),
            "loved by",
            "because you liked",
            "y like",
            "q quit",
            "✓ 0",
        ):
            assert words in screen_text(app)
        assert max(len(line) for line in screen_text(app).splitlines()) <= size[0]

    await drive(MatineeApp(recommender, FAVOURITES), steps, size=size)


async def test_a_terminal_too_small_says_so_and_takes_no_answers(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session = card_screen(app).session
        await pilot.resize_terminal(39, 12)
        await pilot.pause()
        assert "39×12 is too small; Matinee needs 40×12." in " ".join(screen_text(app).split())
        await pilot.press("y")
        assert session.events == ()
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert "too small" not in screen_text(app)
        await pilot.press("y")
        assert len(session.events) == 1

    await drive(MatineeApp(recommender, FAVOURITES), steps)


@pytest.mark.parametrize("keys", [("u", "r"), ("u", "ctrl+r")])
async def test_redo_brings_back_what_undo_took_and_is_offered_only_then(
    recommender: Recommender, keys: tuple[str, str]
) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session = card_screen(app).session
        assert "r redo" not in screen_text(app)
        await pilot.press("y", "n")
        after, events = current_title(app), session.events
        await pilot.press(keys[1])  # nothing was taken back
        assert session.events == events
        await pilot.press(keys[0], keys[0])
        await pilot.pause()
        assert "r redo" in screen_text(app)
        await pilot.press(keys[1], keys[1])
        await pilot.pause()
        assert session.events == events
        assert current_title(app) == after
        assert "r redo" not in screen_text(app)
        await pilot.press("u", "s")
        await pilot.pause()
        assert "r redo" not in screen_text(app)

    await drive(MatineeApp(recommender, FAVOURITES), steps)


@pytest.mark.parametrize("size", SIZES)
async def test_w_keeps_a_film_on_the_watchlist_and_shows_another(
    recommender: Recommender, size: tuple[int, int]
) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session = card_screen(app).session
        first, scores = current_title(app), session.learned
        await pilot.press("w")
        await pilot.pause()
        assert current_title(app) != first
        assert session.catalogue.titles[session.catalogue.row(session.watchlist[0])] == first
        assert session.learned == scores
        assert "+ 1" in screen_text(app)
        await pilot.press("u")
        await pilot.pause()
        assert current_title(app) == first
        assert "+ 1" not in screen_text(app)

    await drive(MatineeApp(recommender, FAVOURITES), steps, size=size)


async def test_the_line_of_keys_can_be_clicked_word_by_word(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session = card_screen(app).session
        for words in ("dislike", "skip", "watchlist", "undo"):
            await click_on(pilot, words)
        assert [answer for _, answer in session.state.answers] == [Answer.DISLIKE, Answer.SKIP]
        await click_on(pilot, "redo")
        assert len(session.watchlist) == 1

    await drive(MatineeApp(recommender, FAVOURITES), steps)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_click_on_a_genre_asks_for_more_of_it_then_for_it_alone_then_no_more(
    recommender: Recommender, size: tuple[int, int]
) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session = card_screen(app).session
        await click_on(pilot, "Crime", within="FilmCard")
        assert session.events == (GenreRequested("Crime"),)
        assert "more Crime" in screen_text(app).splitlines()[0]
        film = session.next()
        assert film is not None
        assert "Crime" in film.movie.genres
        await click_on(pilot, "Crime", within="FilmCard")
        assert session.events[-1] == GenreRequested("Crime", strict=True)
        assert "only Crime" in screen_text(app).splitlines()[0]
        await click_on(pilot, "Crime", within="FilmCard")
        assert session.state.requested_genre is None
        assert "Crime" not in screen_text(app).splitlines()[0]

    await drive(MatineeApp(recommender, FAVOURITES), steps, size=size)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_card_shows_how_the_film_was_rated_and_no_marks_for_what_is_usual(
    recommender: Recommender, size: tuple[int, int]
) -> None:
    async def steps(_pilot: Pilot[None], app: MatineeApp) -> None:
        text = screen_text(app)
        for words in ("loved by", "who rated it", "Here because you liked", "5 ★", "½", "█"):
            assert words in text
        for decoded in ("●", "○", "a discovery", "far from", "mood  none", "model: blend"):
            assert decoded not in text

    await drive(MatineeApp(recommender, FAVOURITES), steps, size=size)


async def test_undo_of_the_last_answer_is_not_yet_the_way_back_to_the_picker(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("y", "u")
        await pilot.pause()
        assert isinstance(app.screen, CardScreen)
        await pilot.press("u")
        await pilot.pause()
        assert isinstance(app.screen, PickerScreen)
        await pilot.press("enter")
        await pilot.pause()
        assert card_screen(app).session.events == ()
        assert "r redo" in screen_text(app)  # the same four favourites continue the same session

    await drive(MatineeApp(recommender, FAVOURITES), steps)


async def test_the_first_line_says_what_is_not_as_usual(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        assert screen_text(app).splitlines()[0].split() == ["Matinee", "✓", "0", "✗", "0", "·", "0"]
        await pilot.press("y")
        await pilot.pause()
        assert "one film   ✓ 1" in screen_text(app).splitlines()[0]
        session = card_screen(app).session
        session.choose_model("ease")
        session.request_genre("War", strict=True)
        card_screen(app).show_session()
        await pilot.pause()
        for words in ("model: ease", "only War"):
            assert words in screen_text(app).splitlines()[0]

    await drive(MatineeApp(recommender, FAVOURITES), steps, size=(120, 40))


async def test_where_keys_are_left_out_the_key_of_the_help_says_so(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        assert "? more" in screen_text(app)
        assert "o model" not in screen_text(app)
        await click_on(pilot, "more", within="KeyBar")
        assert isinstance(app.screen, HelpScreen)
        assert "o" in [keys for group in app.screen.groups for keys, _ in group.lines]
        await pilot.press("escape")
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert "? help" in screen_text(app)
        assert "o model" in screen_text(app)

    await drive(MatineeApp(recommender, FAVOURITES), steps, size=(40, 12))
