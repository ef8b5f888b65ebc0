"""The picker: choose one to ten favourites by typing their titles, or the people who made them."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from matinee.tui.keys.keymap import own_bindings
from matinee.tui.messages import CompanionRequested, FavouritesChanged, FavouritesChosen
from matinee.tui.runtime.input_order import has_waiting_keys
from matinee.tui.screens.base import MatineeScreen
from matinee.tui.text.slot_text import INVITED, MOST, fit_slots, invitation, slot_lines
from matinee.tui.title_lines import find_lines
from matinee.tui.widgets.inputs import TitleInput
from matinee.tui.widgets.key_bar import KeyBar
from matinee.tui.widgets.match_list import MatchList
from matinee.tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from matinee.engine.catalogue.catalogue import Movie
    from matinee.engine.recommender import Recommender

MIN_MATCHES = 8
"""Matches that are searched for in a list with fewer lines, which then scrolls."""
LOADING = "loading films…"
NOT_FOUND = "No film found. Try fewer words."
NEAR_ONLY = "Only near titles are found. ↓ chooses one of them."
PASS_OVER = "⏎ on an empty line begins without it."
FULL = "A session starts from ten films at most. Clear the line to begin; ⌫ then removes the last one."


class PickerScreen(MatineeScreen):
    """Chosen films fill the first slots, and the input is the next slot."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "previous", "choose", key_display="↑↓", id="picker.former"),
        Binding("down", "next", "choose", show=False, id="picker.next"),
        Binding("enter", "take", "take", key_display="⏎", id="picker.take"),
        Binding("backspace", "empty", "remove last", key_display="⌫", id="picker.empty"),
        Binding("ctrl+r", "surprise", "surprise me", key_display="ctrl+r", id="picker.surprise"),
        Binding("ctrl+o", "companion", "with somebody", key_display="ctrl+o", id="picker.companion"),
        Binding("escape", "clear", "clear the line", show=False, id="picker.clear"),
        Binding("f1", "app.help", "help", key_display="?", id="picker.help"),
        Binding("ctrl+q", "leave", "quit", key_display="ctrl+q", id="picker.leave"),
    ]

    def __init__(
        self, favourites: Sequence[int] = (), *, begin: bool = True, seed: int | None = None, opening: str = ""
    ) -> None:
        """Create the picker.

        Args:
            favourites: movie ids to start with.
            begin: whether the favourites start the session at once.
            seed: seed for sampled favourites.
            opening: what to show instead of the picker until the session starts; empty for the picker.
        """
        super().__init__(classes="-opening" if opening else None)
        self._opening = opening
        self._initial, self._begin, self._seed = list(favourites), begin, seed
        self._chosen: list[Movie] = []
        self._recommender: Recommender | None = None
        self._searched, self._n_matches = "", 0
        self._started = self._beginning = False
        self._pending: list[str] = []

    def compose_body(self) -> ComposeResult:
        yield StatusLine()
        yield Static(self._opening, id="opening", markup=False)
        yield Static("Name four films you love. Fewer will do.", id="invitation", markup=False)
        yield Static(id="chosen")
        with Horizontal(id="line"):
            yield Static(id="number", markup=False)
            yield TitleInput(self.take_lines, placeholder="type a title or a name", id="title")
        yield Static(id="open", markup=False)
        yield Static(id="heading", classes="-empty", markup=False)
        yield MatchList(id="matches")
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(StatusLine).show("Matinee", LOADING)
        self.query_one(KeyBar).show([each for each in own_bindings(self) if each.action not in self.withheld_actions])
        self.set_focus(self.query_one(TitleInput))  # immediately, because keys may already be waiting
        self._show_slots()

    def catalogue_loaded(self, recommender: "Recommender") -> None:
        """Show the size of the catalogue, and search for what was typed while it was loading."""
        self._recommender = recommender
        catalogue = recommender.catalogue
        self.query_one(StatusLine).show("Matinee", f"{len(catalogue):,} films, up to {catalogue.years.max()}")
        self._search()
        self.choose(self._initial, begin=self._begin)
        lines, self._pending = self._pending, []
        self._take_lines(lines)
        self._show_slots()
        if not self.is_starting:
            self._reveal()

    def _reveal(self) -> None:
        """Show the picker if what was to be opened was shown instead."""
        self.remove_class("-opening")
        self._restore_focus()

    def choose(self, favourites: Sequence[int], *, begin: bool) -> None:
        """Replace the favourites.

        Args:
            favourites: movie ids, at most ten.
            begin: whether they start the session at once.
        """
        self._initial, self._begin = list(favourites), begin
        if self._recommender is None:
            return
        self._chosen = list(self._recommender.catalogue.movies(favourites))
        self._show_slots()
        if begin and self._chosen:
            self._start()

    @on(Input.Changed)
    def _search_soon(self) -> None:
        """Search once all pending characters are typed, not for each of them."""
        self.call_later(self._search_if_changed)

    def _search_if_changed(self) -> None:
        if self.query_one(TitleInput).value != self._searched:
            self._search()

    def _search(self, chosen: "Movie | None" = None) -> None:
        """Show what is found for the line, with a film highlighted if it is among it."""
        matches = self.query_one(MatchList)
        text = self._searched = self.query_one(TitleInput).value
        self.set_class(bool(text.strip()), "-typing")  # matches need the lines of the open slots if there are few
        if self._recommender is None or not text.strip():
            matches.clear()
            self._show_heading("")
            return
        from matinee.engine.recommendation import search_heading

        self._n_matches = max(matches.size.height, MIN_MATCHES)
        found = self._recommender.search(text, self._n_matches)
        are_near = any(match.is_near for match in found)
        matches.show([match.movie for match in found], self._recommender.catalogue, chosen, are_near=are_near)
        self._show_heading(search_heading(found, self._recommender.catalogue))

    def _show_heading(self, text: str) -> None:
        """Show a line above the matches; empty to hide it."""
        heading = self.query_one("#heading", Static)
        heading.update(text)
        heading.set_class(not text, "-empty")
        self.query_one(MatchList).set_class(bool(text), "-headed")

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self.query_one(MatchList).highlighted = event.option_index
        self.action_take()

    @on(TitleInput.EmptiedSlot)
    def _backspace(self) -> None:
        self.action_empty()

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self.call_after_refresh(self._fill_rows)

    def _fill_rows(self) -> None:
        """Show the chosen films that have room, and search again if there is room for more matches."""
        if self.is_dismissed:
            return
        self._show_slots()
        matches = self.query_one(MatchList)
        if matches.size.height > self._n_matches and self._searched:
            self._search(matches.chosen)

    def action_take(self) -> None:
        """Choose the highlighted film; on an empty line, begin with the favourites chosen so far."""
        self._search_if_changed()  # Enter may arrive before the search for the last characters
        matches, line = self.query_one(MatchList), self.query_one(TitleInput)
        movie = matches.chosen
        typed = bool(line.value.strip())
        if self._recommender is None and typed:  # searched for when the catalogue is loaded
            self._pending.append(line.value)
            line.clear()
            self._show_slots()
        elif not typed:
            self._begin_early()
        elif len(self._chosen) == MOST:
            self.notify(FULL, markup=False)
        elif movie is not None:
            line.clear()
            self._add(movie)
        elif matches.option_count:
            self._show_heading(NEAR_ONLY)
        else:
            self._show_heading(f"{NOT_FOUND} {PASS_OVER}" if self._chosen else NOT_FOUND)

    def _begin_early(self) -> None:
        """Begin with what is chosen; an empty line in the middle of a burst, such as a list, begins nothing early."""
        if len(self._chosen) >= INVITED or (self._chosen and not has_waiting_keys(self.app)):
            self._start()

    def take_lines(self, lines: Sequence[str]) -> None:
        """Take a favourite for each line, as if each were typed and confirmed."""
        if self._recommender is None:
            self._pending += lines
            self._show_slots()
        else:
            self._take_lines(lines)

    def _take_lines(self, lines: Sequence[str]) -> None:
        """Take what is found for some lines, and say what became of the others."""
        if self._recommender is None or not lines or self._started:
            return
        found = find_lines(lines, self._recommender, self._chosen, MOST - len(self._chosen))
        for note in found.notes():
            self.notify(note, severity="warning", markup=False)
        if found.people and not self.query_one(TitleInput).value:  # the user chooses which of their films
            self.query_one(TitleInput).value = found.people[0]
        self._chosen += found.movies
        if found.movies:
            self._changed()
        if found.movies and len(self._chosen) >= INVITED:
            self._start()

    def _add(self, movie: "Movie") -> None:
        """Add a favourite; the fourth starts the session."""
        if movie in self._chosen:
            self.notify(f"{movie.title} is already one of your favourites.", markup=False)
            return
        self._chosen.append(movie)
        self._changed()
        if len(self._chosen) == INVITED:
            self._start()

    def action_empty(self, slot: int | None = None) -> None:
        """Remove a favourite, by default the last one."""
        if self._chosen:
            self._chosen.pop(-1 if slot is None else slot)
            self._changed()

    def action_next(self) -> None:
        """Highlight the next match."""
        self.query_one(MatchList).action_cursor_down()

    def action_previous(self) -> None:
        """Highlight the previous match."""
        self.query_one(MatchList).action_cursor_up()

    def action_clear(self) -> None:
        """Clear the line."""
        self.query_one(TitleInput).clear()

    def action_surprise(self) -> None:
        """Fill the open slots with well-loved films."""
        if self._recommender is None:
            return
        for movie in self._recommender.sample_favourites(INVITED, self._seed):
            if len(self._chosen) < INVITED and movie not in self._chosen:
                self._chosen.append(movie)
        self._changed()

    def action_companion(self) -> None:
        """Watch with somebody, who names favourites after you."""
        self.post_message(CompanionRequested())

    def action_leave(self) -> None:
        """Quit."""
        self.app.exit()

    def focus_target(self) -> TitleInput:
        return self.query_one(TitleInput)

    def on_screen_resume(self) -> None:
        """Allow changes again, or start the session that another screen on top delayed."""
        self._started = False
        if self._beginning:
            self._start()

    @property
    def is_starting(self) -> bool:
        """Whether the session is about to start."""
        return self._beginning

    @property
    def awaits_catalogue(self) -> bool:
        """Whether a line for every favourite waits for the catalogue; some may find none."""
        return self._recommender is None and len(self._pending) >= INVITED

    def confirm_start(self) -> None:
        """Note that the app has received the favourites."""
        self._beginning = False
        self._reveal()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Ignore keys that arrive after the Enter that starts the session."""
        return super().check_action(action, parameters) and not self._started and action not in self.withheld_actions

    def _start(self) -> None:
        self._started = self._beginning = True
        self.post_message(FavouritesChosen([movie.id for movie in self._chosen]))

    def _changed(self) -> None:
        self._show_slots()
        self.post_message(FavouritesChanged([movie.id for movie in self._chosen]))

    def _show_slots(self) -> None:
        lines = slot_lines(self._chosen, self._pending)[:MOST]
        chosen, count = self.query_one("#chosen", Static), len(lines)
        shown = fit_slots(lines, self.app.size.height)
        chosen.update(Content("\n").join(shown))
        chosen.set_class(not lines, "-empty")
        self.query_one("#number", Static).update("⏎" if count >= INVITED else str(count + 1))
        self.query_one(TitleInput).placeholder = invitation(count, len(self._chosen))
        rest = self.query_one("#open", Static)
        rest.update("\n".join(f"{slot + 1}  ·" for slot in range(count + 1, INVITED)))
        rest.set_class(count + 1 >= INVITED, "-empty")
