"""A small taste map beside the card."""

from asyncio import sleep
from typing import TYPE_CHECKING

import numpy as np
from textual import events, work
from textual.containers import Container
from textual.message import Message

from matinee.tui.widgets.map_marks import legend, marks_of

if TYPE_CHECKING:
    from matinee.engine.models.film_map import TasteMap
    from matinee.engine.recommender import Recommender
    from matinee.engine.session.session import Session
    from matinee.policy.array_types import FloatArray
    from matinee.tui.widgets.film_map import FilmMap

REST = 0.5
"""Seconds without another answer after which the map is drawn."""
MAX_DOTS = 3000
"""Films drawn as dots: more take longer and hardly change the picture at this size."""


class MapPanel(Container):
    """The best-known films as dots, the user's as symbols, and the way from the start of the taste to where it is now.

    It is drawn once the card has been painted and nobody answers; a bundle without a map leaves the panel empty.
    """

    DEFAULT_CSS = """
    MapPanel {
        border: round $panel-lighten-2; border-title-color: $text-muted; border-subtitle-color: $foreground;
    }
    MapPanel.-idle { visibility: hidden; }
    """

    class Chosen(Message):
        """The map was clicked."""

    def __init__(self, recommender: "Recommender", session: "Session") -> None:
        """Create the panel.

        Args:
            recommender: has the map.
            session: has the films to mark.
        """
        super().__init__()
        self._recommender, self._session = recommender, session
        self._drawn: FilmMap | None = None
        self._starts: dict[tuple[str, tuple[int, ...]], FloatArray] = {}

    def on_mount(self) -> None:
        self.border_title = f"{'your taste' if self._session.companion is None else 'your tastes'} among all films"

    def on_resize(self, _event: events.Resize) -> None:
        if self._drawn is None:
            self.follow()

    def on_click(self, _event: events.Click) -> None:
        self.post_message(self.Chosen())

    def follow(self) -> None:
        """Draw the map of the session after a rest."""
        if self.content_size and not self.has_class("-idle"):
            self._draw()

    @work(group="map", exclusive=True)
    async def _draw(self) -> None:
        await sleep(REST)
        taste_map = self._read_map()
        if taste_map is None:
            self.add_class("-idle")
            return
        from matinee.engine.models.film_map import genre_labels, is_placed
        from matinee.tui.widgets.film_map import FilmMap

        known = is_placed(taste_map.positions)
        marks = [mark for mark in marks_of(self._session) if known[mark.row]]
        paths = self._paths(taste_map)
        await sleep(0)  # a key that has arrived goes first
        companion = "" if self._session.companion is None else self._session.companion.name
        self.border_subtitle = legend(marks, companion)
        if self._drawn is None:
            labels = genre_labels(taste_map.positions, self._recommender.catalogue)
            self._drawn = FilmMap(taste_map, self._recommender.catalogue, marks, paths, labels, MAX_DOTS)
            await self.mount(self._drawn)
        else:
            self._drawn.move(marks, paths)

    def _read_map(self) -> "TasteMap | None":
        """The bundle's map; None if it has none, or if it has changed since it was opened, which the user is told."""
        from matinee.engine.errors import MatineeError

        try:
            return self._recommender.bundle.read_map()
        except MatineeError as error:
            self.notify(str(error), severity="error", markup=False)
            return None

    def _paths(self, taste_map: "TasteMap") -> "list[FloatArray]":
        """Where the taste of each person was at the start and where it is now, as far as it is on the map.

        Returns:
            (n_points, 2) for each person.
        """
        from dataclasses import replace

        from matinee.engine.models.film_map import is_placed
        from matinee.engine.session.taste_path import locate_profile

        session, paths = self._session, []
        for profile in (session.profile, session.companion_profile):
            if profile is None:
                continue
            now, key = replace(profile, intent=None), (session.model.name, profile.favourites)
            if key not in self._starts:
                self._starts[key] = locate_profile(session, replace(now, answers=()), taste_map.positions)
            ends = np.array([self._starts[key], locate_profile(session, now, taste_map.positions)])
            paths.append(np.asarray(ends[is_placed(ends)]))
        return paths
