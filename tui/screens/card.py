"""One film at a time."""

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical

from tui import words
from tui.screens.mood import MOOD_BINDINGS, MoodScreen
from tui.widgets.controls import Controls
from tui.widgets.film_card import FilmCard
from tui.widgets.history_strip import HistoryStrip
from tui.widgets.key_bar import KeyBar, own_bindings
from tui.widgets.prompt_bar import PromptBar
from tui.widgets.prompt_input import PromptInput
from tui.widgets.status_line import StatusLine
from tui.widgets.taste_panel import TastePanel

if TYPE_CHECKING:
    from engine.recommender import Recommender
    from engine.session import Session

ANSWERS = ("like", "dislike", "skip", "info")
MOODS = tuple(binding.action.partition("(")[0] for binding in MOOD_BINDINGS)


class CardScreen(MoodScreen):
    """Shows the session's next film and passes the answers on; keeps no state of its own."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,l,right", "like", "like", key_display="y"),
        Binding("n,d,left", "dislike", "dislike", key_display="n"),
        Binding("s,down,space", "skip", "skip", key_display="s"),
        Binding("i", "info", "info"),
        Binding("u", "undo", "undo"),
        Binding("w", "widen", "widen"),
        *MOOD_BINDINGS,
        Binding("question_mark,f1", "app.help", "help", key_display="?"),
        Binding("q", "leave", "quit"),
    ]

    def __init__(self, recommender: "Recommender", session: "Session") -> None:
        super().__init__()
        self.recommender = recommender
        self.session = session

    def parts(self) -> ComposeResult:
        yield StatusLine()
        with Container(id="stage"):
            yield FilmCard()
            with Vertical(id="side"):
                yield TastePanel()
                yield HistoryStrip()
            yield Controls(self.recommender.policy)
        yield PromptBar(self.app.said)
        yield KeyBar()

    def on_mount(self) -> None:
        self.show_session()

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self.call_after_refresh(self.show_again)

    def show_again(self) -> None:
        """What depends on the size; and a box that was hidden because there was no room has the keys again."""
        self.show_panels()
        if not self.too_small and self.focused is None:
            if self.query_one(PromptBar).is_open:
                self.query_one(PromptInput).focus()
            elif self.has_class("-adjusting"):
                self.query_one(Controls).focus()

    def show_session(self) -> None:
        """Everything on screen, from the session as it is now."""
        in_mood = self.session.active_prompt is not None
        if not in_mood:
            self.close_controls()
        card = self.session.next()
        film = self.query_one(FilmCard)
        film.show(card, self.recommender.catalogue, can_widen=self.can("widen"), in_mood=in_mood)
        self.show_keys()
        self.show_panels()

    def show_keys(self) -> None:
        """The keys that do something now: those of the box or the controls while they have them."""
        for kind, busy in ((PromptInput, self.query_one(PromptBar).is_open), (Controls, self.has_class("-adjusting"))):
            if busy:
                self.query_one(KeyBar).show(own_bindings(self.query_one(kind)), whose="focused")
                return
        self.query_one(KeyBar).show([binding for binding in own_bindings(self) if self.can(binding.action)])

    def show_panels(self) -> None:
        """The line on top, the panels at the side, the mood below."""
        profile = self.session.profile
        likes, dislikes = len(profile.likes), len(profile.dislikes)
        tally = words.counts(likes, dislikes, len(profile.answers) - likes - dislikes)
        self.query_one(StatusLine).show(f"Matinee  {tally}", self.standing())
        self.query_one(TastePanel).show(self.session)
        self.query_one(HistoryStrip).show(self.session)
        self.query_one(PromptBar).show(self.session, roomy=self.has_class("-tall"))
        self.query_one(Controls).show(self.session.policy)

    def standing(self) -> str:
        """The right end of the line on top: the mood, how well it is heard, and whose taste chooses."""
        prompt = self.session.active_prompt
        parts = [words.mood(None if prompt is None else prompt.text)]
        if prompt is not None and not self.recommender.understanding.encoded:
            parts.insert(0, "words only" if self.recommender.understanding.problem else "listening…")
        if self.has_class("-wide"):
            parts.append(f"taste {self.session.model.name}")
        return "   ".join(parts)

    def can(self, action: str) -> bool:
        """Whether a key does something now."""
        name = action.partition("(")[0]
        if name in MOODS:
            return self.can_with_mood(name)
        left = self.session.next() is not None
        if name in ANSWERS:
            return left
        return not left and self.session.steps_to_widen() is not None if name == "widen" else True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return super().check_action(action, parameters) and self.can(action)

    def action_like(self) -> None:
        """More like this."""
        self.session.like()
        self.show_session()

    def action_dislike(self) -> None:
        """Less like this."""
        self.session.dislike()
        self.show_session()

    def action_skip(self) -> None:
        """Another film; the taste stays as it is."""
        self.session.skip()
        self.show_session()

    def action_undo(self) -> None:
        """Take the last answer back; before the first one, go back to the four favourites."""
        if self.session.undo() is None:
            self.app.pop_screen()
        else:
            self.show_session()

    def action_widen(self) -> None:
        """Let films in that are further from the favourites' genres."""
        self.session.widen()
        self.show_session()

    def action_info(self) -> None:
        """More about this film."""
        from tui.screens.info import InfoScreen

        if (card := self.session.next()) is not None:
            self.app.push_screen(InfoScreen(self.recommender, card))

    def action_leave(self) -> None:
        """Quit."""
        self.app.exit()
