"""The card names who made a film, and what it shares with liked films, at every size."""

import pytest
from textual.pilot import Pilot

from matinee.engine.recommender import Recommender
from matinee.tui.app import MatineeApp
from matinee.tui.widgets.film_card import FilmCard
from matinee.tui.widgets.taste_panel import TastePanel
from tests.conftest import FAVOURITES
from tests.tui.driving import card_screen, drive, screen_text
from tests.tui.facts import with_facts, without_facts
from tests.tui.screens.test_info import KUROSAWA, favourites

SIZES = [(40, 12), (60, 18), (80, 24), (120, 40), (200, 60)]
ODD = ["[b]Bold[/b]", "日本の夜と霧" * 20, "שלום עולם " * 20, "x" * 300]


def shown(app: MatineeApp) -> str:
    """The text on the card, in one line."""
    region = app.screen.query_one(FilmCard).content_region
    lines = screen_text(app).splitlines()[region.y : region.bottom]
    return " ".join(" ".join(line[region.x : region.right] for line in lines).split())


def panel(app: MatineeApp) -> list[str]:
    """The names in the taste panel, in order."""
    lines = str(app.screen.query_one(TastePanel).render()).splitlines()
    return [line.split("█")[0].split("│")[0].removesuffix("new").rstrip(" ▏▎▍▌▋▊▉▲▼") for line in lines]


@pytest.mark.parametrize("size", SIZES)
async def test_who_made_it_where_it_is_from_and_what_it_shares(recommender: Recommender, size: tuple[int, int]) -> None:
    async def steps(_pilot: Pilot[None], app: MatineeApp) -> None:
        text = shown(app)
        for words in (
            "Ikiru 1952",
            "directed by Akira Kurosawa" if size[1] > 12 else "Akira Kurosawa · Takashi Shimura",
            "in Japanese · Japan",
            "because you liked",
            "a Japanese film by Akira Kurosawa, like all four of yours",
            "loved by",
        ):
            assert words in text
        assert "same director" in screen_text(app) or size[0] < 80
        assert max(len(line) for line in screen_text(app).splitlines()) <= size[0]

    await drive(MatineeApp(recommender, favourites(recommender)), steps, size=size)


async def test_english_films_of_the_united_states_do_not_say_so(recommender: Recommender) -> None:
    async def steps(_pilot: Pilot[None], app: MatineeApp) -> None:
        assert "directed by Francis Ford Coppola with Al Pacino" in shown(app)
        assert "English" not in shown(app)
        assert "United States" not in shown(app)

    await drive(MatineeApp(recommender, FAVOURITES), steps)


@pytest.mark.parametrize("size", SIZES)
async def test_without_facts_the_card_is_complete(recommender: Recommender, size: tuple[int, int]) -> None:
    async def steps(_pilot: Pilot[None], app: MatineeApp) -> None:
        assert "directed by" not in shown(app)
        assert "because you liked" in shown(app)
        assert "same director" not in screen_text(app)

    await drive(MatineeApp(without_facts(recommender), FAVOURITES), steps, size=size)


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("size", [(40, 12), (80, 24)])
async def test_odd_names_leave_room_for_the_rest(recommender: Recommender, name: str, size: tuple[int, int]) -> None:
    kinds = ("directors", "cast", "countries", "languages", "keywords")

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        for key in ("y", "n"):
            assert name[:8] in shown(app)
            assert "because you liked" in shown(app)
            assert "loved by" in shown(app)
            await pilot.press(key)
            await pilot.pause()

    odd = with_facts(recommender, {kind: [name, f"{name}2"] for kind in kinds}, {name: name})
    await drive(MatineeApp(odd, FAVOURITES), steps, size=size)


async def test_the_panel_names_what_the_liked_films_share_and_what_an_answer_moved(recommender: Recommender) -> None:
    def marks(app: MatineeApp) -> dict[str, str]:
        lines = str(app.screen.query_one(TastePanel).render()).splitlines()
        return {name: line.split()[-1] for name, line in zip(panel(app), lines, strict=True)}

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        assert {"Akira Kurosawa", "Japanese"} <= set(panel(app)[:3])
        assert not {"▲", "▼", "new"} & set(marks(app).values())
        session = card_screen(app).session
        while (card := session.next()) is not None and "Akira Kurosawa" in recommender.facts(card.movie.id).directors:
            session.skip()
        assert card is not None
        session.like()
        card_screen(app).show_session()
        await pilot.pause()
        assert marks(app)["Akira Kurosawa"] not in ("▲", "▼", "new")
        assert {marks(app).get(name, "") for name in recommender.facts(card.movie.id).directors} <= {"new"}
        assert "▼" not in marks(app).values()
        session.dislike()
        card_screen(app).show_session()
        await pilot.pause()
        assert not {"▲", "new"} & set(marks(app).values())

    await drive(MatineeApp(recommender, favourites(recommender, KUROSAWA)), steps, size=(120, 40))


async def test_a_typical_genre_comes_first_and_once(recommender: Recommender) -> None:
    async def steps(_pilot: Pilot[None], app: MatineeApp) -> None:
        names = panel(app)
        assert names[0] == "Documentary"
        assert names.count("Documentary") == 1

    documentaries = favourites(recommender, ("man on wire", "hoop dreams", "grizzly man", "the fog of war"))
    await drive(MatineeApp(recommender, documentaries), steps, size=(120, 40))


async def test_of_a_taste_without_anything_in_common_nothing_is_made_up(recommender: Recommender) -> None:
    async def steps(_pilot: Pilot[None], app: MatineeApp) -> None:
        assert "little in common yet" in " ".join(panel(app))

    mixed = favourites(recommender, ("psycho 1960", "amelie 2001", "toy story", "hoop dreams"))
    await drive(MatineeApp(recommender, mixed), steps, size=(120, 40))
