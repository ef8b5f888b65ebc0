"""The main screen: one film at a time."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult, SystemCommand
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.widget import Widget

from matinee.tui import choices
from matinee.tui.keys.key_dispatch import consume
from matinee.tui.keys.keymap import key_name, own_bindings
from matinee.tui.messages import PromptOpened
from matinee.tui.runtime.input_order import is_typed_ahead
from matinee.tui.screens.choice_dialog import ChoiceDialog
from matinee.tui.screens.prompt import PROMPT_ACTIONS, PROMPT_BINDINGS, PromptScreen
from matinee.tui.text import labels
from matinee.tui.widgets.film_card import NO_SUCH_GENRE, NOTHING_FITS, NOTHING_LEFT, NOTHING_WANTED, FilmCard
from matinee.tui.widgets.history_strip import HistoryStrip
from matinee.tui.widgets.key_bar import KeyBar
from matinee.tui.widgets.prompt_bar import PromptBar
from matinee.tui.widgets.prompt_input import PromptInput
from matinee.tui.widgets.status_line import StatusLine
from matinee.tui.widgets.taste_panel import TastePanel

if TYPE_CHECKING:
    from matinee.engine.recommender import Recommender
    from matinee.engine.session.session import Session

FILM_ACTIONS = ("like", "dislike", "skip", "later", "info", "more_like_this", "director_films")
ANSWERS = ("like", "dislike", "skip", "later", "more_like_this", "undo", "redo", "widen")
"""Actions for which the film must have been on screen."""
TOO_EARLY = "Answers given before the first film was on screen were ignored."
NOTHING_TO_PASTE_INTO = "Nothing here takes a paste; {key} opens the line for a mood."


class CardScreen(PromptScreen):
    """Shows the session's next film and passes answers to the session, which holds all state."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,l,right", "like", "like", key_display="y", id="card.like"),
        Binding("n,d,h,left", "dislike", "dislike", key_display="n", id="card.dislike"),
        Binding("s,j,down,space", "skip", "skip", key_display="s", id="card.skip"),
        Binding("i", "info", "info", id="card.info"),
        Binding("u,k,up", "undo", "undo", key_display="u", id="card.undo"),
        Binding("r,ctrl+r", "redo", "redo", key_display="r", id="card.redo"),
        *PROMPT_BINDINGS[:2],
        Binding("w", "later", "watchlist", id="card.later"),
        Binding("w", "widen", "widen", id="card.widen"),
        Binding("m", "more_like_this", "more like this", id="card.more_like_this"),
        Binding("f", "director_films", "same director", id="card.director"),
        *PROMPT_BINDINGS[2:],
        Binding("v", "map", "map", id="card.map"),
        Binding("e", "summary", "session", id="card.summary"),
        Binding("g", "genres", "genre", id="card.genres"),
        Binding("a", "weights", "weights", id="card.weights"),
        Binding("o", "model", "model", id="card.model"),
        Binding("question_mark,f1", "app.help", "help", key_display="?", id="card.help"),
        Binding("q", "leave", "quit", id="card.leave"),
    ]

    def __init__(self, recommender: "Recommender", session: "Session", prompts: list[str]) -> None:
        """Create the screen.

        Args:
            recommender: has the catalogue and the models.
            session: the session to continue.
            prompts: the prompts of this run, oldest first; new ones are appended.
        """
        super().__init__()
        self.recommender = recommender
        self.session = session
        self._past_prompts = prompts
        self._refused_answers = False

    def compose_body(self) -> ComposeResult:
        yield StatusLine()
        with Container(id="stage"):
            yield FilmCard()
            with Vertical(id="side"):
                yield TastePanel()
                yield HistoryStrip()
        yield PromptBar(self._past_prompts)
        yield KeyBar()

    def on_mount(self) -> None:
        self.show_session()

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self.call_after_refresh(self.show_panels)

    def focus_target(self) -> Widget | None:
        return self.query_one(PromptInput) if self.query_one(PromptBar).is_open else None

    async def on_key(self, event: events.Key) -> None:
        """Refuse an answer that was typed before the film was on screen; everything else waits and then acts."""
        answers = (key for each in own_bindings(self) if each.action in ANSWERS for key in each.key.split(","))
        if is_typed_ahead(self.app) and not self.query_one(PromptBar).is_open and event.key in answers:
            consume(event)
            if not self._refused_answers:
                self._refused_answers = True
                self.notify(TOO_EARLY, markup=False)
        else:
            await super().on_key(event)

    def on_paste(self, event: events.Paste) -> None:
        """Say that a paste has nowhere to go."""
        event.stop()
        self.notify(NOTHING_TO_PASTE_INTO.format(key=self.key_hint("open_prompt", "")[0]), markup=False)

    def show_session(self) -> None:
        """Update everything on screen from the session."""
        card = self.session.next()
        if card is None:
            self.query_one(FilmCard).show_empty(self.empty_state())
        else:
            self.query_one(FilmCard).show(card, self.recommender)
        self.show_keys()
        self.show_panels()

    def empty_state(self) -> tuple[str, list[tuple[str, str]]]:
        """What to show if there is no film.

        Returns:
            The reason, and (key, description) of the actions that help.
        """
        hints = [self.key_hint("widen", "widen")] if self.can_run("widen") else []
        asked, has_prompt = self.session.state.requested_genre, self.session.active_prompt is not None
        strict, wanted = asked is not None and asked.strict, self.session.state.watchlist_only
        if wanted:
            hints.insert(0, self.key_hint("command_palette", "all films"))
        if strict:
            hints.insert(0, self.key_hint("genres", "another genre"))
        if has_prompt:
            hints[:0] = [self.key_hint("clear_prompt", "clear it"), self.key_hint("open_prompt", "new mood")]
        elif not strict and not wanted:
            hints.append(self.key_hint("open_prompt", "enter a mood"))
        reason = NOTHING_FITS if has_prompt else NO_SUCH_GENRE if strict else NOTHING_WANTED if wanted else NOTHING_LEFT
        return reason, [*hints, self.key_hint("undo", "undo"), self.key_hint("leave", "quit")]

    def key_hint(self, action: str, description: str) -> tuple[str, str]:
        """The user's key of an action of the screen or the app, and a description."""
        bindings = (*own_bindings(self), *own_bindings(self.app))
        binding = next(each for each in bindings if each.action == action)
        return binding.key_display or key_name(binding.key.partition(",")[0]), description

    def show_keys(self) -> None:
        """Show the available keys: those of the prompt while it is open, else those of the screen."""
        if self.query_one(PromptBar).is_open:
            self.query_one(KeyBar).show(own_bindings(self.query_one(PromptInput)), owner="focused")
        else:
            self.query_one(KeyBar).show([binding for binding in own_bindings(self) if self.can_run(binding.action)])

    def show_panels(self) -> None:
        """Update the status line, the side panels and the prompt."""
        answers = [answer.value for _, answer in self.session.state.answered_here]
        tally = labels.counts_text(*(answers.count(kind) for kind in ("like", "dislike", "skip", "later")))
        self.query_one(StatusLine).show(f"Matinee  {tally}", self.status_text())
        self.query_one(TastePanel).show(self.session, self.recommender)
        self.query_one(HistoryStrip).show(self.session)
        self.query_one(PromptBar).show(self.session, roomy=self.has_class("-tall"))

    def status_text(self) -> str:
        """The right end of the status line: encoder status, requested genre, prompt and model."""
        prompt, asked, wide = self.session.active_prompt, self.session.state.requested_genre, self.has_class("-wide")
        parts = []
        if prompt is not None and not self.recommender.prompts.has_encoder:
            parts.append("keywords only" if self.recommender.prompts.problem else "loading…")
        if asked is not None:
            parts.append(labels.genre_label(asked))
        if self.session.state.watchlist_only:
            parts.append(labels.watchlist_label(wide))
        if wide:
            parts += [
                labels.prompt_label(None if prompt is None else prompt.text),
                f"model: {self.session.model.name}",
            ]
        elif not parts:
            parts.append(labels.prompt_label(None) if prompt is None else "in a mood")
        return "   ".join(parts)

    def can_run(self, action: str) -> bool:
        """Whether an action is available now."""
        name = action.partition("(")[0]
        if name in PROMPT_ACTIONS:
            return self.can_prompt(name)
        has_film = self.session.next() is not None
        if name == "director_films" and self.recommender.film_facts is None:
            return False
        if name in FILM_ACTIONS:
            return has_film
        if name == "redo":
            return bool(self.session.history.undone)
        return not has_film and self.session.widening_needed() is not None if name == "widen" else True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return super().check_action(action, parameters) and self.can_run(action)

    def action_like(self) -> None:
        """Like the film: more like it."""
        self.run_and_show(self.session.like)

    def action_dislike(self) -> None:
        """Dislike the film: fewer like it."""
        self.run_and_show(self.session.dislike)

    def action_skip(self) -> None:
        """Skip the film; your taste stays the same."""
        self.run_and_show(self.session.skip)

    def action_later(self) -> None:
        """Add the film to the watchlist and show another."""
        self.run_and_show(self.session.add_to_watchlist)

    def action_undo(self) -> None:
        """Undo the last answer; before the first one, return to the four favourites."""
        undone = self.session.undo()
        if undone is None:
            if self.app.screen is self:
                self.dismiss()
            return
        if message := labels.undo_message(undone):
            self.notify(message, markup=False)
        self.run_and_show()

    def action_redo(self) -> None:
        """Redo what was undone."""
        self.run_and_show(self.session.redo)

    def action_widen(self) -> None:
        """When no films are left: allow films further from your favourites' genres."""
        self.run_and_show(self.session.widen)

    def action_more_like_this(self) -> None:
        """Show films similar to this one."""
        if (card := self.session.next()) is not None:
            self.post_message(PromptOpened())
            self.run_and_show(lambda: self.session.more_like(card.movie.id))

    def action_ask_genre(self, genre: str) -> None:
        """Ask for more of a genre, then for nothing else, then for any genre again."""
        self.run_and_show(lambda: choices.request_genre(self.session, genre))

    def action_genres(self) -> None:
        """Ask for a genre: more of it, or only it; in a mood, choose how to use its genres."""
        question = "more of a genre; twice: only it"
        self.app.push_screen(ChoiceDialog(question, choices.genre_choices(self.session)), self._genre_chosen)

    def _genre_chosen(self, genre: str | None) -> None:
        if genre is not None:
            self.action_ask_genre(genre)

    def extra_commands(self) -> Iterator[SystemCommand]:
        """Show only films of the watchlist, or all films again."""
        if self.session.state.watchlist_only:
            yield SystemCommand(choices.ALL_FILMS, "Show films outside your watchlist too", self._toggle_watchlist)
        elif self.session.watchlist:
            yield SystemCommand(choices.WATCHLIST_ONLY, "Show only films of your watchlist", self._toggle_watchlist)

    def _toggle_watchlist(self) -> None:
        only = not self.session.state.watchlist_only
        self.run_and_show(lambda: self.session.choose_from_watchlist(only))

    def action_model(self) -> None:
        """Choose a model."""
        self.app.push_screen(
            ChoiceDialog("choose a model", choices.model_choices(self.session, self.recommender)), self._model_chosen
        )

    def _model_chosen(self, name: str | None) -> None:
        if name is not None:
            self.run_and_show(lambda: self.session.choose_model(name))

    def action_weights(self) -> None:
        """Adjust the weights and see how the next films change."""
        from matinee.tui.screens.policy import PolicyScreen

        self.app.push_screen(PolicyScreen(self.session), self._returned)

    def action_map(self) -> None:
        """Show your taste on a map of all films, and how it moved."""
        from matinee.tui.screens.map import MapScreen

        self.try_action(lambda: self.app.push_screen(MapScreen(self.recommender, self.session)))

    def action_summary(self) -> None:
        """Show a summary of the session."""
        from matinee.tui.screens.summary import SummaryScreen

        self.app.push_screen(SummaryScreen(self.session))

    def action_info(self) -> None:
        """Show details of this film."""
        from matinee.tui.screens.info import InfoScreen

        if (card := self.session.next()) is not None:
            screen = partial(InfoScreen, self.recommender, self.session, card.movie, card)
            self.try_action(lambda: self.app.push_screen(screen(), self._returned))

    def action_director_films(self) -> None:
        """List other films of the director."""
        from matinee.tui.screens.director_films import UNKNOWN, DirectorFilmsScreen

        if (card := self.session.next()) is None:
            return
        if self.recommender.facts(card.movie.id).directors:
            self.app.push_screen(DirectorFilmsScreen(self.recommender, self.session, card.movie))
        else:
            self.notify(UNKNOWN, markup=False)

    def action_leave(self) -> None:
        """Quit."""
        self.app.exit()

    def _returned(self, _nothing: None) -> None:
        self.run_and_show()

    @on(TastePanel.Chosen)
    def _taste_chosen(self) -> None:
        self.action_map()

    @on(HistoryStrip.Chosen)
    def _history_chosen(self) -> None:
        self.action_summary()
