"""The line of keys at the bottom, made from the bindings themselves; each can be clicked."""

from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static

GAP = "  "
HARD_SPACE = "\N{NO-BREAK SPACE}"


class KeyBar(Static):
    """Shows the visible bindings of its screen, wrapping between keys, never inside one."""

    DEFAULT_CSS = """
    KeyBar {
        dock: bottom; height: auto; padding: 0 1; color: $text-muted;
        link-style: none; link-color: $text-muted;
        link-style-hover: bold; link-color-hover: $primary; link-background-hover: $panel;
    }
    """

    def show(self, bindings: list[Binding]) -> None:
        """Show these bindings."""
        keys = [
            Content.from_markup(
                f"[@click={clicked(binding.action)}][$primary]$key[/]{HARD_SPACE}$words[/]",
                key=binding.key_display or binding.key,
                words=binding.description.replace(" ", HARD_SPACE),
            )
            for binding in bindings
            if binding.show
        ]
        joined = Content(GAP).join(keys)
        self.update(joined)


def clicked(action: str) -> str:
    """The action as a click names it: a screen's own unless it says whose it is."""
    return action if "." in action else f"screen.{action}"


def own_bindings(screen: object) -> list[Binding]:
    """The bindings a screen class declares itself, in order."""
    declared = getattr(type(screen), "BINDINGS", [])
    return [binding for binding in declared if isinstance(binding, Binding)]
