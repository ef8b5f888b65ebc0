"""One film at a time."""

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.widget import Widget

from matinee.tui import choices as asking
from matinee.tui.keys.keymap import key_name
from matinee.tui.messages import MoodComing
from matinee.tui.screens.choice_dialog import ChoiceScreen
from matinee.tui.screens.prompt import MOOD_BINDINGS, MOODS, MoodScreen
from matinee.tui.text import labels as words
from matinee.tui.widgets.film_card import NO_SUCH_GENRE, NOTHING_FITS, NOTHING_LEFT, FilmCard
from matinee.tui.widgets.history_strip import HistoryStrip
from matinee.tui.widgets.key_bar import KeyBar, own_bindings
from matinee.tui.widgets.prompt_bar import PromptBar
from matinee.tui.widgets.prompt_input import PromptInput
from matinee.tui.widgets.status_line import StatusLine
from matinee.tui.widgets.taste_panel import TastePanel

if TYPE_CHECKING:
    from matinee.engine.recommender import Recommender
    from matinee.engine.session.session import Session

ANSWERS = ("like", "dislike", "skip", "later", "info", "more_like_this")


class CardScreen(MoodScreen):
    """Shows the session's next film and passes the answers on; keeps no state of its own."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,l,right", "like", "like", key_display="y", id="card.like"),
        Binding("n,d,h,left", "dislike", "dislike", key_display="n", id="card.dislike"),
        Binding("s,j,down,space", "skip", "skip", key_display="s", id="card.skip"),
        Binding("i", "info", "info", id="card.info"),
        Binding("u,k,up", "undo", "undo", key_display="u", id="card.undo"),
        Binding("r,ctrl+r", "redo", "redo", key_display="r", id="card.redo"),
        *MOOD_BINDINGS[:2],
        Binding("w", "later", "watchlist", id="card.later"),
        Binding("w", "widen", "widen", id="card.widen"),
        Binding("m", "more_like_this", "more like this", id="card.more_like_this"),
        *MOOD_BINDINGS[2:],
        Binding("v", "map", "map", id="card.map"),
        Binding("e", "summary", "evening", id="card.summary"),
        Binding("g", "genres", "genre", id="card.genres"),
        Binding("a", "weights", "what counts", id="card.weights"),
        Binding("o", "model", "whose taste", id="card.model"),
        Binding("question_mark,f1", "app.help", "help", key_display="?", id="card.help"),
        Binding("q", "leave", "quit", id="card.leave"),
    ]

    def __init__(self, recommender: "Recommender", session: "Session", said: list[str]) -> None:
        """``said`` are the moods of this run, oldest first; it is added to."""
        super().__init__()
        self.recommender = recommender
        self.session = session
        self._said_before = said

    def parts(self) -> ComposeResult:
        yield StatusLine()
        with Container(id="stage"):
            yield FilmCard()
            with Vertical(id="side"):
                yield TastePanel()
                yield HistoryStrip()
        yield PromptBar(self._said_before)
        yield KeyBar()

    def on_mount(self) -> None:
        self.show_session()

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self.call_after_refresh(self.show_panels)

    def focused_part(self) -> Widget | None:
        return self.query_one(PromptInput) if self.query_one(PromptBar).is_open else None

    def show_session(self) -> None:
        """Everything on screen, from the session as it is now."""
        card = self.session.next()
        self.query_one(FilmCard).show(card, self.recommender.catalogue, self.ways_out() if card is None else ("", []))
        self.show_keys()
        self.show_panels()

    def ways_out(self) -> tuple[str, list[tuple[str, str]]]:
        """Why no film is shown, and the keys that help, each with what it does."""
        ways = [self.way("widen", "widen")] if self.can("widen") else []
        asked, in_mood = self.session.standing.asked, self.session.active_prompt is not None
        strict = asked is not None and asked.strict
        if strict:
            ways.insert(0, self.way("genres", "another genre"))
        if in_mood:
            ways[:0] = [self.way("clear_mood", "clear it"), self.way("say_mood", "say another")]
        elif not strict:
            ways.append(self.way("say_mood", "say a mood"))
        reason = NOTHING_FITS if in_mood else NO_SUCH_GENRE if strict else NOTHING_LEFT
        return reason, [*ways, self.way("undo", "undo"), self.way("leave", "quit")]

    def way(self, action: str, does: str) -> tuple[str, str]:
        """A way out: the key of an action, as the person has it, and what it does."""
        binding = next(each for each in own_bindings(self) if each.action == action)
        return binding.key_display or key_name(binding.key.partition(",")[0]), does

    def show_keys(self) -> None:
        """The keys that do something now: those of the box while it has them."""
        if self.query_one(PromptBar).is_open:
            self.query_one(KeyBar).show(own_bindings(self.query_one(PromptInput)), whose="focused")
        else:
            self.query_one(KeyBar).show([binding for binding in own_bindings(self) if self.can(binding.action)])

    def show_panels(self) -> None:
        """The line on top, the panels at the side, the mood below."""
        here = [answer.value for _, answer in self.session.standing.here]
        tally = words.counts(*(here.count(kind) for kind in ("like", "dislike", "skip", "later")))
        self.query_one(StatusLine).show(f"Matinee  {tally}", self.right_end())
        self.query_one(TastePanel).show(self.session)
        self.query_one(HistoryStrip).show(self.session)
        self.query_one(PromptBar).show(self.session, roomy=self.has_class("-tall"))

    def right_end(self) -> str:
        """The right end of the line on top: genre and mood asked for, how well that is heard, whose taste chooses."""
        prompt, asked, wide = self.session.active_prompt, self.session.standing.asked, self.has_class("-wide")
        parts = []
        if prompt is not None and not self.recommender.understanding.encoded:
            parts.append("words only" if self.recommender.understanding.problem else "listening…")
        if asked is not None:
            parts.append(words.asked(asked))
        if wide:
            parts += [
                words.mood(None if prompt is None else prompt.text),
                f"taste {asking.called(self.session.model.name)}",
            ]
        elif not parts:
            parts.append(words.mood(None) if prompt is None else "in a mood")
        return "   ".join(parts)

    def can(self, action: str) -> bool:
        """Whether a key does something now."""
        name = action.partition("(")[0]
        if name in MOODS:
            return self.can_with_mood(name)
        left = self.session.next() is not None
        if name in ANSWERS:
            return left
        if name == "redo":
            return bool(self.session.history.undone)
        return not left and self.session.steps_to_widen() is not None if name == "widen" else True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return super().check_action(action, parameters) and self.can(action)

    def action_like(self) -> None:
        """You like it: more of its kind."""
        self.attempt(self.session.like)

    def action_dislike(self) -> None:
        """Not for you: less of its kind."""
        self.attempt(self.session.dislike)

    def action_skip(self) -> None:
        """Another film; the taste stays as it is."""
        self.attempt(self.session.skip)

    def action_later(self) -> None:
        """Keep it on the watchlist, and see another."""
        self.attempt(self.session.later)

    def action_undo(self) -> None:
        """Take the last answer back; before the first one, go back to the four favourites."""
        undone = self.session.undo()
        if undone is None:
            if self.app.screen is self:
                self.dismiss()
            return
        if said := words.undone(undone):
            self.notify(said, markup=False)
        self.attempt()

    def action_redo(self) -> None:
        """Bring back what was taken back."""
        self.attempt(self.session.redo)

    def action_widen(self) -> None:
        """When nothing is left: let films in that are further from the favourites' genres."""
        self.attempt(self.session.widen)

    def action_more_like_this(self) -> None:
        """Films like the one on show."""
        if (card := self.session.next()) is not None:
            self.post_message(MoodComing())
            self.attempt(lambda: self.session.more_like(card.movie.id))

    def action_ask_genre(self, genre: str) -> None:
        """Ask for more of a genre, then for it alone, then for it no more."""
        self.attempt(lambda: asking.ask(self.session, genre))

    def action_genres(self) -> None:
        """Ask for a genre: more of it, or only it; in a mood, whether its own genres come first or alone."""
        question = "more of a genre; again: only it"
        self.app.push_screen(ChoiceScreen(question, asking.genres(self.session)), self._genre_chosen)

    def _genre_chosen(self, genre: str | None) -> None:
        if genre is not None:
            self.action_ask_genre(genre)

    def action_model(self) -> None:
        """Choose who chooses: the models of the bundle."""
        self.app.push_screen(
            ChoiceScreen("whose taste chooses", asking.models(self.session, self.recommender)), self._model_chosen
        )

    def _model_chosen(self, name: str | None) -> None:
        if name is not None:
            self.attempt(lambda: self.session.choose_model(name))

    def action_weights(self) -> None:
        """Turn how much each side of the choice counts, and see the films follow."""
        from matinee.tui.screens.policy import WeightsScreen

        self.app.push_screen(WeightsScreen(self.session), self._come_back)

    def action_map(self) -> None:
        """See where your taste lies, and the way it went."""
        from matinee.tui.screens.map import MapScreen

        self.safely(lambda: self.app.push_screen(MapScreen(self.recommender, self.session)))

    def action_summary(self) -> None:
        """What came of the evening so far."""
        from matinee.tui.screens.summary import SummaryScreen

        self.app.push_screen(SummaryScreen(self.session))

    def action_info(self) -> None:
        """More about this film."""
        from matinee.tui.screens.info import InfoScreen

        if (card := self.session.next()) is not None:
            self.safely(lambda: self.app.push_screen(InfoScreen(self.recommender, card)))

    def action_leave(self) -> None:
        """Quit."""
        self.app.exit()

    def _come_back(self, _nothing: None) -> None:
        self.attempt()

    @on(TastePanel.Chosen)
    def _taste_chosen(self) -> None:
        self.action_map()

    @on(HistoryStrip.Chosen)
    def _history_chosen(self) -> None:
        self.action_summary()
