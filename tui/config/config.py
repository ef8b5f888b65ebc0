"""How a person wants the app; which file says so is ``matinee.tui.config.config_file``."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Config:
    """What the app starts with; the values here are those of the file that ships.

    Attributes:
        model: the name of the model that chooses; None for the bundle's first.
        keys: id of a binding → its keys, such as "y,l,right", as they are written.
        keymap: the same for ``App.set_keymap``, with whatever else Textual has to be told for it.
        lines: where in the file each setting stands ("theme", "keys.card.like"); those left out have no line.
    """

    theme: str = "matinee"
    model: str | None = None
    keys: Mapping[str, str] = field(default_factory=dict)
    keymap: Mapping[str, str] = field(default_factory=dict, compare=False)
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)


def blamed(error: Exception, config: Config) -> str:
    """What is wrong with the model that the configuration names, and where it does."""
    from matinee.engine.errors import UnknownModel
    from matinee.engine.paths import user_config

    where = f"{user_config()}, line {config.lines.get('model', 1)}: " if isinstance(error, UnknownModel) else ""
    return f"{where}{error}"
