"""Reading a bundle: a manifest and plain arrays, each checked against its SHA-256 before it is used."""

import hashlib
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from matinee.engine.bundle.model_files import LazyModels, Trained
from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.errors import BundleError, UnknownUser
from matinee.engine.models.film_map import TasteMap
from matinee.engine.models.item_texts import ItemTexts
from matinee.engine.paths import MANIFEST
from matinee.policy.array_types import BoolArray, FloatArray, IntArray

FORMAT = 3
"""Version of the bundle's layout; a bundle of another one is refused."""


CONTROLS, TURNS = (*range(32), *range(127, 160)), (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
UNSEEN = dict.fromkeys(CONTROLS, " ") | dict.fromkeys(TURNS, "")
"""What a terminal would obey in a title, and what would turn the rest of its line around."""


@dataclass(frozen=True, eq=False)
class KnownUsers:
    """The users the models were trained on.

    Attributes:
        ids: (n_users,).
        starts: (n_users + 1,) where each user's part of ``seen`` begins.
        seen: rows of the films each user rated, one user after the other.
        liked: of each of these, whether they liked it.
        genre_weights: (n_users, n_genres) share of each user's liked films that carry a genre.
    """

    ids: IntArray
    starts: IntArray
    seen: IntArray
    liked: BoolArray
    genre_weights: FloatArray

    def index(self, user_id: int) -> int:
        """The place of a user. Raises UnknownUser."""
        found = np.flatnonzero(self.ids == user_id)
        if not len(found):
            raise UnknownUser(
                f"There is no user {user_id} among the {len(self.ids)} the bundle was trained on "
                f"({self.ids.min()} to {self.ids.max()})."
            )
        return int(found[0])

    @property
    def likes(self) -> tuple[IntArray, IntArray]:
        """(n_likes,) the places of the users, and the rows they liked."""
        users = np.repeat(np.arange(len(self.ids)), np.diff(self.starts))
        return users[self.liked], self.seen[self.liked]

    def seen_rows(self, index: int) -> IntArray:
        """Rows of the films a user rated."""
        return self.seen[self.starts[index] : self.starts[index + 1]]


def no_texts() -> ItemTexts | None:
    """Of a bundle without texts."""
    return None


def no_map() -> TasteMap | None:
    """Of a bundle without a map."""
    return None


@dataclass(frozen=True, eq=False)
class Bundle:
    """Everything a session needs: films, trained models, known users, and where they come from.

    Attributes:
        trained: model name → item space or neighbours.
        blends: model name → {name of a trained model: its weight}.
        models: model name → its kind, training configuration and metrics, as in the manifest.
        read_texts: reads the text vectors of the films; None where the bundle has none.
        read_map: reads where the films lie on the taste map; None where the bundle has none.
    """

    catalogue: Catalogue
    trained: Mapping[str, Trained]
    blends: dict[str, dict[str, float]]
    users: KnownUsers
    default_model: str
    dataset: dict[str, Any]
    version: str = ""
    folder: Path | None = None
    models: dict[str, dict[str, Any]] = field(default_factory=dict)
    read_texts: Callable[[], ItemTexts | None] = no_texts
    read_map: Callable[[], TasteMap | None] = no_map


def load_bundle(folder: Path) -> Bundle:
    """Read the bundle in a folder.

    Raises:
        BundleError: a file is missing, changed or of another version; the message names it and says what to do.
    """
    manifest = read_manifest(folder)
    files = BundleFiles(folder, manifest)
    try:
        names = [[title.translate(UNSEEN) for title in entry] for entry in files.json("titles.json")]
        catalogue = Catalogue(
            ids=files.array("movie_ids.npy"),
            titles=[entry[0] for entry in names],
            alternatives=[tuple(entry[1:]) for entry in names],
            years=files.array("years.npy"),
            genres=files.array("genres.npy").astype(np.bool_),
            genre_names=tuple(manifest["genres"]),
            histogram=files.array("rating_histogram.npy"),
            viewers=int(manifest["dataset"]["users"]),
            imdb=files.array("imdb_ids.npy"),
            tmdb=files.array("tmdb_ids.npy"),
        )
        models = manifest["models"]
        return Bundle(
            catalogue=catalogue,
            trained=LazyModels(files.array, models, len(catalogue)),
            blends={name: entry["parts"] for name, entry in models.items() if entry["kind"] == "blend"},
            users=KnownUsers(
                ids=files.array("users/ids.npy"),
                starts=files.array("users/starts.npy"),
                seen=files.array("users/seen.npy"),
                liked=np.unpackbits(
                    files.array("users/liked.npy"), count=int(files.array("users/starts.npy")[-1])
                ).astype(np.bool_),
                genre_weights=files.array("users/genre_weights.npy"),
            ),
            default_model=manifest["default_model"],
            dataset=manifest["dataset"],
            version=manifest["version"],
            folder=folder,
            models=models,
            read_texts=lambda: read_texts(files, manifest.get("texts")),
            read_map=lambda: read_map(files, manifest.get("map")),
        )
    except (KeyError, TypeError, IndexError, ValueError, AttributeError) as error:
        raise BundleError(
            f"{folder / MANIFEST} does not describe a whole bundle ({error!r}); make it anew with `matinee train`."
        ) from error


def read_texts(files: "BundleFiles", described: dict[str, Any] | None) -> ItemTexts | None:
    """The text vectors of a bundle. Raises BundleError."""
    if described is None:
        return None
    return ItemTexts(files.array("texts.npy").astype(np.float32), described["fields"], described["config"])


def read_map(files: "BundleFiles", described: dict[str, Any] | None) -> TasteMap | None:
    """The taste map of a bundle. Raises BundleError."""
    if described is None:
        return None
    return TasteMap(files.array("map.npy"), described["config"], described["metrics"])


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a bundle of this program's format. Raises BundleError."""
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BundleError(
            f"{folder} holds no bundle: there is no {MANIFEST} in it; name another with --bundle."
        ) from None
    except (OSError, ValueError, RecursionError) as error:
        raise BundleError(f"{path} cannot be read ({error}); restore it or make the bundle anew.") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        found = manifest.get("format") if isinstance(manifest, dict) else None
        raise BundleError(
            f"{path} is of format {found}, this Matinee reads format {FORMAT}; update Matinee or make the bundle anew."
        )
    if manifest.get("version") != version_of(manifest):
        raise BundleError(f"{path} has been changed since it was made; reinstall Matinee or make the bundle anew.")
    return manifest


def version_of(manifest: dict[str, Any]) -> str:
    """A digest of everything a manifest says, but for the version itself: twelve hexadecimal digits."""
    said = {name: value for name, value in manifest.items() if name != "version"}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:12]


class BundleFiles:
    """The files of one bundle version, verified as they are read."""

    def __init__(self, folder: Path, manifest: dict[str, Any]) -> None:
        try:
            self._folder = folder / manifest["version"]
            self._digests: dict[str, str] = manifest["files"]
        except (KeyError, TypeError) as error:
            raise BundleError(
                f"{folder / MANIFEST} lacks {error}; make the bundle anew with `matinee train`."
            ) from error

    @property
    def names(self) -> list[str]:
        """Every file the manifest lists."""
        return list(self._digests)

    def read(self, name: str) -> bytes:
        """The bytes of a file. Raises BundleError when it is missing, changed or not listed."""
        path = self._folder / name
        try:
            content: bytes = path.read_bytes()
        except OSError as error:
            raise BundleError(f"{path} is missing or unreadable; reinstall Matinee or make the bundle anew.") from error
        if hashlib.sha256(content).hexdigest() != self._digests.get(name):
            raise BundleError(f"{path} has been changed since it was made; reinstall Matinee or make the bundle anew.")
        return content

    def array(self, name: str) -> Any:
        """An array; nothing but plain numbers is ever unpacked."""
        return np.load(io.BytesIO(self.read(name)), allow_pickle=False)

    def json(self, name: str) -> Any:
        """A JSON document."""
        return json.loads(self.read(name))


def verify_bundle(folder: Path) -> int:
    """Check every file of a bundle; returns how many there are. Raises BundleError."""
    files = BundleFiles(folder, read_manifest(folder))
    for name in files.names:
        files.read(name)
    return len(files.names)
