"""The prompt below the card: an input, the active prompt and its interpretation."""

from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from matinee.tui.text import labels
from matinee.tui.widgets.layout import GAP
from matinee.tui.widgets.prompt_chips import MAX_LINES as CHIP_LINES
from matinee.tui.widgets.prompt_chips import PromptChips
from matinee.tui.widgets.prompt_input import PromptInput

if TYPE_CHECKING:
    from matinee.engine.session.session import Session

HINT = "enter a mood: “a slow-burning 90s heist, no romance”"
NEXT_HINT = "enter another mood; an empty line clears it"


class PromptBar(Vertical):
    """One line with the prompt, or with a hint until there is one; hidden if there is no room beside the chips."""

    DEFAULT_CSS = """
    PromptBar { height: auto; }
    PromptBar > Horizontal { height: 1; display: none; padding: 0 1; }
    PromptBar > Horizontal > Static { width: 2; color: $primary; }
    PromptBar > Horizontal > PromptInput { width: 1fr; }
    PromptBar.-open > Horizontal { display: block; }
    PromptBar > #prompt-text {
        height: 1; padding: 0 1;
        link-style: none; link-color: $foreground;
        link-style-hover: bold; link-color-hover: $primary; link-background-hover: $panel;
    }
    PromptBar.-open > #prompt-text, PromptBar.-quiet > #prompt-text { display: none; }
    """

    def __init__(self, prompts: list[str]) -> None:
        """Create the prompt; ``prompts`` are those of this run, oldest first."""
        super().__init__()
        self._prompts = prompts
        self._session: Session | None = None

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static("/", markup=False)
            yield PromptInput(self._prompts)
        yield Static(id="prompt-text")
        yield PromptChips()

    @property
    def is_open(self) -> bool:
        """Whether a prompt is being typed."""
        return self.has_class("-open")

    def open(self) -> None:
        """Open the input and focus it."""
        self.add_class("-open")
        line = self.query_one(PromptInput)
        active = self._session is not None and self._session.active_prompt is not None
        line.placeholder = NEXT_HINT if active else HINT
        line.begin()
        self.screen.set_focus(line)  # immediately, because characters may already be pending

    def type(self, letter: str) -> None:
        """Insert a character that arrived at the card before the input had the focus."""
        self.query_one(PromptInput).insert_text_at_cursor(letter)

    def close(self) -> None:
        """Close the input and return the focus to the card."""
        self.screen.set_focus(None)
        self.remove_class("-open")

    def show(self, session: "Session", *, roomy: bool, is_final: bool = True) -> None:
        """Show the prompt of a session.

        Args:
            session: the session.
            roomy: whether there is room for more than the fewest lines.
            is_final: whether the interpretation of the prompt stays as it is; False while the encoder is being loaded.
        """
        self._session = session
        intent, asked = session.intent, session.state.requested_genre
        genre = labels.genre_label(asked) if roomy and asked is not None else ""
        chips = self.query_one(PromptChips)
        chips.show(intent, genre, is_final=is_final)
        has_room = roomy or (intent is not None and chips.lines < CHIP_LINES)
        self.set_class(not has_room, "-quiet")
        self._draw()

    def on_resize(self, _event: events.Resize) -> None:
        self._draw()

    def _draw(self) -> None:
        if self._session is not None:
            self.query_one("#prompt-text", Static).update(
                prompt_line(self._session, self.app.size.width - 2), layout=False
            )


def prompt_line(session: "Session", width: int) -> Content:
    """The text of the prompt, with its interpretation on the right; a hint if there is no prompt."""
    intent = session.intent
    if intent is None:
        hint = Content.from_markup("[$primary]/[/] [@click=screen.open_prompt]$hint[/]", hint=HINT)
        return hint.stylize("dim").truncate(width, ellipsis=True)
    right_parts = []
    if intent.title is not None:
        right_parts.append(Content.from_markup(f"[@click=screen.reinterpret]{labels.KIND_LABELS[intent.kind]}[/]"))
    if intent.kind == "mood":
        right_parts.append(
            Content.from_markup(f"[@click=screen.next_mode]{labels.MODES[session.policy.prompt_mode]}[/]")
        )
    right = Content(" · ").join(right_parts).stylize("dim")
    text = Content(f"“{intent.prompt.text}”").truncate(max(width - right.cell_length - GAP, 8), ellipsis=True)
    return Content.assemble(text, " " * max(width - text.cell_length - right.cell_length, GAP), right)
