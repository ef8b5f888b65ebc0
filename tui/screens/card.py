"""The main screen: one film at a time."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.widget import Widget

from matinee.tui.keys.key_dispatch import consume
from matinee.tui.keys.keymap import key_name, own_bindings
from matinee.tui.messages import PromptOpened
from matinee.tui.runtime.input_order import is_typed_ahead
from matinee.tui.screens.card_text import APP_NAME, empty_text, status_text, tally_text
from matinee.tui.screens.card_views import CardViews
from matinee.tui.screens.prompt import PROMPT_ACTIONS, PROMPT_BINDINGS
from matinee.tui.text import labels
from matinee.tui.text.pair_text import NEXT_WHOSE, whose_label
from matinee.tui.widgets.film_card import EmptyState, FilmCard
from matinee.tui.widgets.history_strip import HistoryStrip
from matinee.tui.widgets.key_bar import KeyBar
from matinee.tui.widgets.map_panel import MapPanel
from matinee.tui.widgets.near_films import NearFilms
from matinee.tui.widgets.prompt_bar import PromptBar
from matinee.tui.widgets.prompt_input import PromptInput
from matinee.tui.widgets.status_line import StatusLine
from matinee.tui.widgets.taste_panel import TastePanel

if TYPE_CHECKING:
    from matinee.engine.recommender import Recommender
    from matinee.engine.session.companion import Whose
    from matinee.engine.session.session import Session

FILM_ACTIONS = ("like", "dislike", "skip", "later", "info", "more_like_this", "director_films")
ANSWERS = ("like", "dislike", "skip", "later", "more_like_this", "undo", "redo", "widen")
"""Actions for which the film must have been on screen."""
TOO_EARLY = "Answers given before this film was on screen were ignored."
NOTHING_TO_PASTE_INTO = "Nothing here takes a paste; {key} opens the line for a mood."


class CardScreen(CardViews):
    """Shows the session's next film and passes answers to the session, which holds all state."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "like", "like", id="card.like"),
        Binding("n", "dislike", "dislike", id="card.dislike"),
        Binding("s", "skip", "skip", id="card.skip"),
        Binding("c", "whose", "for whom", id="card.whose"),
        Binding("i", "info", "info", id="card.info"),
        Binding("u", "undo", "undo", id="card.undo"),
        Binding("r,ctrl+r", "redo", "redo", key_display="r", id="card.redo"),
        *PROMPT_BINDINGS[:1],
        Binding("x", "any_genre", "any genre", id="card.any_genre"),
        *PROMPT_BINDINGS[1:3],
        Binding("w", "later", "watchlist", id="card.later"),
        Binding("w", "widen", "widen", id="card.widen"),
        Binding("m", "more_like_this", "more like this", id="card.more_like_this"),
        Binding("f", "director_films", "same director", id="card.director"),
        *PROMPT_BINDINGS[3:],
        Binding("v", "map", "map", id="card.map"),
        Binding("e", "summary", "session", id="card.summary"),
        Binding("g", "genres", "genre", id="card.genres"),
        Binding("a", "weights", "tune", id="card.weights"),
        Binding("o", "model", "model", id="card.model"),
        Binding("question_mark,f1", "app.help", "help", key_display="?", id="card.help"),
        Binding("q", "app.leave_session", "quit", id="card.leave"),
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
        self.whose: Whose = "both"
        self._past_prompts = prompts
        self._refused_answers = False

    def compose_body(self) -> ComposeResult:
        yield StatusLine()
        with Container(id="stage"):
            with Vertical(id="film"):
                yield FilmCard()
                yield NearFilms(self.recommender, self.session)
            with Vertical(id="side"):
                with Container(id="panels"):
                    yield TastePanel()
                    yield HistoryStrip()
                yield MapPanel(self.recommender, self.session)
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
        answers = {key for each in own_bindings(self) if each.action in ANSWERS for key in each.key.split(",")}
        is_answer = event.key in answers and not self.query_one(PromptBar).is_open
        if is_answer and is_typed_ahead(self.app):
            consume(event)
            if not self._refused_answers:
                self._refused_answers = True
                self.notify(TOO_EARLY, markup=False)
            return
        self._refused_answers = self._refused_answers and not is_answer
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
            self.query_one(FilmCard).show(card, self.recommender, self.session)
        self.show_keys()
        self.show_panels()
        self.query_one(NearFilms).follow()
        self.query_one(MapPanel).follow()

    @property
    def companion_name(self) -> str:
        """Name of the second person in a session for two; empty in a session of one."""
        return "" if self.session.companion is None else self.session.companion.name

    @property
    def withheld_actions(self) -> frozenset[str]:
        return super().withheld_actions | (frozenset() if self.companion_name else {"whose"})

    def empty_state(self) -> EmptyState:
        """What to show if there is no film: the reason, and the keys of the actions that help."""
        reason, hints = empty_text(self.session, can_widen=self.can_run("widen"))
        return reason, [self.key_hint(action, description) for action, description in hints]

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
        tally = tally_text(answers, self.has_class("-broad"))
        whose = f"   {whose_label(self.whose, self.companion_name)}" if self.companion_name else ""
        status = status_text(self.session, self.recommender, self.has_class("-wide"))
        brief = "" if self.has_class("-wide") else f"{tally}{whose}"
        self.query_one(StatusLine).show(f"{APP_NAME}  {tally}{whose}", status, brief=brief)
        self.query_one(TastePanel).show(self.session)
        self.query_one(HistoryStrip).show(self.session)
        prompts = self.recommender.prompts
        is_final = prompts.has_encoder or bool(prompts.problem)
        self.query_one(PromptBar).show(self.session, roomy=self.has_class("-tall"), is_final=is_final)

    def can_run(self, action: str) -> bool:
        """Whether an action is available now."""
        name = action.partition("(")[0]
        if name in PROMPT_ACTIONS:
            return self.can_prompt(name)
        has_film = self.session.next() is not None
        if name == "whose":
            return has_film and self.session.companion is not None
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
        self._answer(self.session.like)

    def action_dislike(self) -> None:
        """Dislike the film: fewer like it."""
        self._answer(self.session.dislike)

    def _answer(self, answer: "Callable[[Whose], None]") -> None:
        """Give an answer for those whose it is; the next one is that of both again."""
        whose, self.whose = self.whose, "both"
        self.run_and_show(lambda: answer(whose))

    def action_skip(self) -> None:
        """Skip the film; your taste stays the same."""
        self._answer(lambda _whose: self.session.skip())

    def action_later(self) -> None:
        """Add the film to the watchlist and show another."""
        self._answer(lambda _whose: self.session.add_to_watchlist())

    def action_whose(self) -> None:
        """With somebody: count your next like or dislike for both, for you, or for the other."""
        self.whose = NEXT_WHOSE[self.whose]
        self.show_panels()

    def action_undo(self) -> None:
        """Undo the last answer; before the first one, return to the favourites."""
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
            self.apply_prompt(lambda: self.session.more_like(card.movie.id))
