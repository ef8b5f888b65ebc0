"""The user's configuration as a value. Reading the file is in ``config_file``, which imports YAML."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Config:
    """Settings the app starts with; the defaults equal those of the file that ships.

    Attributes:
        theme: name of the colour theme.
        model: name of the model; None for the bundle's first.
        plot: when plot and poster are fetched: "ask" or "always".
        poster: how posters are drawn: "auto", "kitty", "sixel", "blocks" or "off".
        keep_last_session: "true" or "false": whether a copy of a session without a name is kept for a day.
        tmdb_key: the user's key for TMDB; empty without one. It is never printed or logged.
        keys: id of a binding → its keys, such as "y,l,right", as written in the file.
        keymap: the same in the form that ``App.set_keymap`` needs.
        lines: setting ("theme", "keys.card.like") → its line in the file; settings left out are missing.
    """

    theme: str = "matinee"
    model: str | None = None
    plot: str = "ask"
    poster: str = "auto"
    keep_last_session: str = "true"
    tmdb_key: str = field(default="", repr=False)
    keys: Mapping[str, str] = field(default_factory=dict)
    keymap: Mapping[str, str] = field(default_factory=dict, compare=False)
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)

    @property
    def keeps_last_session(self) -> bool:
        """Whether a copy of a session without a name is kept for a day."""
        return self.keep_last_session == "true"


def locate_error(error: Exception, config: Config) -> str:
    """An error message, with file and line if the error is about the model named in the configuration."""
    from matinee.engine.errors import ModelNotFoundError
    from matinee.engine.paths import user_config

    where = f"{user_config()}, line {config.lines.get('model', 1)}: " if isinstance(error, ModelNotFoundError) else ""
    return f"{where}{error}"
