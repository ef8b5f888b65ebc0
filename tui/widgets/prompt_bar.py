"""The mood under the card: a box to say it in, what was said, and what was understood."""

from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from matinee.tui.text import labels as words
from matinee.tui.widgets.prompt_chips import Chips
from matinee.tui.widgets.prompt_input import PromptInput

if TYPE_CHECKING:
    from matinee.engine.session.session import Session

HINT = "say a mood: “a slow-burning 90s heist, no romance”"
ANOTHER = "say another mood; an empty line clears this one"
GAP = 2


class PromptBar(Vertical):
    """Quiet until a mood is said; without one it is a single line that invites, or none where there is no room."""

    DEFAULT_CSS = """
    PromptBar { height: auto; }
    PromptBar > Horizontal { height: 1; display: none; padding: 0 1; }
    PromptBar > Horizontal > Static { width: 2; color: $primary; }
    PromptBar > Horizontal > PromptInput { width: 1fr; }
    PromptBar.-open > Horizontal { display: block; }
    PromptBar > #said {
        height: 1; padding: 0 1;
        link-style: none; link-color: $foreground;
        link-style-hover: bold; link-color-hover: $primary; link-background-hover: $panel;
    }
    PromptBar.-open > #said, PromptBar.-quiet > #said { display: none; }
    """

    def __init__(self, said: list[str]) -> None:
        """``said`` are the moods of this run."""
        super().__init__()
        self._said = said
        self._session: Session | None = None

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static("/", markup=False)
            yield PromptInput(self._said)
        yield Static(id="said")
        yield Chips()

    @property
    def is_open(self) -> bool:
        """Whether a mood is being typed."""
        return self.has_class("-open")

    def open(self) -> None:
        """Ready for a mood."""
        self.add_class("-open")
        line = self.query_one(PromptInput)
        spoken = self._session is not None and self._session.active_prompt is not None
        line.placeholder = ANOTHER if spoken else HINT
        line.begin()
        self.screen.set_focus(line)  # now, not soon: letters may already be waiting

    def type(self, letter: str) -> None:
        """Take a letter that was on its way to the card when the box was opened."""
        self.query_one(PromptInput).insert_text_at_cursor(letter)

    def close(self) -> None:
        """Give the keys back to the card."""
        self.screen.set_focus(None)
        self.remove_class("-open")

    def show(self, session: "Session", *, roomy: bool) -> None:
        """Show the mood of a session; where it is not roomy, in as few lines as it takes."""
        self._session = session
        intent = session.intent
        self.query_one(Chips).show(intent, 2 if roomy else 1)
        self.set_class(intent is None and not roomy, "-quiet")
        self._draw()

    def on_resize(self, _event: events.Resize) -> None:
        self._draw()

    def _draw(self) -> None:
        if self._session is not None:
            self.query_one("#said", Static).update(said_line(self._session, self.app.size.width - 2), layout=False)


def said_line(session: "Session", width: int) -> Content:
    """The mood as it was said, and how it is taken at the right; an invitation where there is none."""
    intent = session.intent
    if intent is None:
        invitation = Content.from_markup("[$primary]/[/] [@click=screen.say_mood]$hint[/]", hint=HINT)
        return invitation.stylize("dim").truncate(width, ellipsis=True)
    taken = []
    if intent.title is not None:
        taken.append(Content.from_markup(f"[@click=screen.take_otherwise]{words.TAKEN_AS[intent.kind]}[/]"))
    if intent.kind == "mood":
        taken.append(Content.from_markup(f"[@click=screen.next_mode]{words.MODES[session.policy.intent_mode]}[/]"))
    right = Content(" · ").join(taken).stylize("dim")
    text = Content(f"“{intent.prompt.text}”").truncate(max(width - right.cell_length - GAP, 8), ellipsis=True)
    return Content.assemble(text, " " * max(width - text.cell_length - right.cell_length, GAP), right)
