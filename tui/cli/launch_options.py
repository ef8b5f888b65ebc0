"""What an evening is opened with: what was named on the command line, as one value."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Opening:
    """The app's options; None or empty where nothing was named.

    Attributes:
        likes: titles of favourites, as they were typed.
        model: name of the model that chooses.
        seed: what chance starts from.
        bundle: folder of the bundle to use.
        session: name under which the evening is kept.
        import_file: a Letterboxd or IMDb export to fill the picker from.
        theme: name of the colours.
    """

    likes: tuple[str, ...] = ()
    model: str | None = None
    seed: int | None = None
    bundle: Path | None = None
    session: str | None = None
    import_file: Path | None = None
    theme: str | None = None

    @property
    def needs_bundle(self) -> bool:
        """Whether something was named that only the bundle can answer for."""
        return bool(self.likes or self.model or self.bundle or self.import_file)

    def arguments(self) -> list[str]:
        """The command line that opens the same evening again, from whatever folder."""
        said = {
            "--model": self.model,
            "--seed": self.seed,
            "--bundle": self.bundle and self.bundle.expanduser().resolve(),
            "--session": self.session,
            "--import": self.import_file and self.import_file.expanduser().resolve(),
            "--theme": self.theme,
        }
        return [
            *(f"--like={title}" for title in self.likes),
            *(f"{option}={value}" for option, value in said.items() if value is not None),
        ]

    def without_titles(self) -> str:
        """For a log: which options were used, without films, names or folders of the user's."""
        said = {
            "--like": f"{len(self.likes)} films" if self.likes else None,
            "--model": self.model,
            "--seed": self.seed,
            "--bundle": self.bundle and "a folder",
            "--session": self.session and "a name",
            "--import": self.import_file and "a file",
            "--theme": self.theme,
        }
        return ", ".join(f"{option} ({value})" for option, value in said.items() if value is not None) or "none"
