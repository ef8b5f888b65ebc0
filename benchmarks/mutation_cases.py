"""What the mutation test changes, and what it does with the result: one function for each kind of input."""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from functools import cached_property, partial
from pathlib import Path
from random import Random
from zipfile import ZipFile

from benchmarks.mutators import mutate
from benchmarks.small_bundle import FAVOURITES, publish_small_bundle
from matinee import load
from matinee.cli import cli, expand_lists
from matinee.engine.bundle.manifest import content_digest
from matinee.engine.models.profile import Answer
from matinee.engine.paths import MANIFEST, SHIPPED_BUNDLE, saved_sessions
from matinee.engine.prompts.text.encoder import FOLDER, METADATA_FILE, find_encoder, load_encoder
from matinee.engine.recommender import Recommender
from matinee.engine.session.events import History, Imported, Step
from matinee.engine.storage.log import SessionLog
from matinee.engine.storage.store import read_session
from matinee.policy import load_policy
from matinee.policy.schema import SHIPPED_POLICY
from matinee.training.config.config_file import read_config
from matinee.training.data.movielens import read_dataset
from matinee.tui.config.config_file import DEFAULT_CONFIG, load_config

Uses = Iterator[Callable[[], object]]
"""What is done with a changed file, one after the other."""

LETTERBOXD = b"""Date,Name,Year,Letterboxd URI,Rating
2024-01-01,Film 1,1951,https://boxd.it/a,5
2024-01-02,Film 2,1952,https://boxd.it/b,4.5
2024-01-03,Film 3,1953,https://boxd.it/c,1
2024-01-04,"Film, 4",1954,https://boxd.it/d,3
2024-01-05,Film 5,,https://boxd.it/e,
"""
IMDB = b"""Const,Your Rating,Date Rated,Title,Original Title,URL,Title Type,IMDb Rating,Runtime (mins),Year,Genres
tt0000101,10,2024-01-01,Film 1,Film 1,https://www.imdb.com/title/tt0000101,Movie,8.3,170,1951,"Action, Crime"
tt0000102,2,2024-01-02,Film 2,Film 2,https://www.imdb.com/title/tt0000102,Movie,6.3,90,1952,Drama
"""
RATINGS = b"userId,movieId,rating,timestamp\n" + b"".join(
    b"%d,%d,%.1f,%d\n" % (user, movie, 0.5 + (user * movie) % 10 / 2, 10**9 + movie)
    for user in range(1, 6)
    for movie in range(1, 9)
)
MOVIES = b"movieId,title,genres\n" + b"".join(
    b'%d,"Film %d, The (%d)",Drama|Comedy\n' % (n, n, 1950 + n) for n in range(1, 9)
)
TRAINING = b"svd_likes:\n  dimensions: 8\n  prior_strength: 2.0\nneumf:\n  layers: [16, 8]\nmap:\n  perplexity: 15.0\n"


class Workshop:
    """A folder with an unchanged input of every kind.

    Attributes:
        folder: where changed inputs are written; each case begins with an empty one.
    """

    def __init__(self, folder: Path) -> None:
        self._originals, self.folder = folder / "originals", folder / "changed"
        self._originals.mkdir()

    def begin(self) -> Path:
        """Empty the folder for changed inputs and return it."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        return self.folder

    @cached_property
    def bundle(self) -> Path:
        """The small bundle."""
        publish_small_bundle(self._originals / "bundle")
        return self._originals / "bundle"

    @cached_property
    def recommender(self) -> Recommender:
        """The small bundle, opened."""
        return load(self.bundle, load_policy())

    @cached_property
    def session(self) -> bytes:
        """The file of a saved session with steps of several kinds."""
        recommender = self.recommender
        log = SessionLog.create(
            "original", FAVOURITES, model=None, seed=7, bundle=recommender.bundle.version, policy=recommender.policy,
            history=History(),
        )  # fmt: skip

        def write(step: Step) -> None:
            log.append(step)

        with log:
            session = recommender.session(FAVOURITES, seed=7, journal=write)
            for act in (session.like, session.dislike, session.undo, session.skip, session.redo, session.like):
                session.next()
                act()
            session.request_genre("Drama")
            session.set_weight("learning_rate", 0.5)
            session.choose_model("factors")
            session.import_films(Imported("Letterboxd", ((14, Answer.LIKE), (15, Answer.DISLIKE))))
        return (saved_sessions() / "original.jsonl").read_bytes()


def command(*arguments: str | Path) -> Callable[[], object]:
    """A use: run a command of `matinee`."""
    return partial(
        cli.main, expand_lists([str(each) for each in arguments]), prog_name="matinee", standalone_mode=False
    )


def change_bundle(shop: Workshop, random: Random) -> Uses:
    """Change a file of a bundle, mostly with digests that fit."""
    folder = shop.begin() / "bundle"
    shutil.copytree(shop.bundle, folder)
    manifest = json.loads((folder / MANIFEST).read_bytes())
    version = folder / manifest["version"]
    name = MANIFEST if random.random() < 0.3 else random.choice(list(manifest["files"]))
    content = mutate(name, (version / name).read_bytes(), random)
    (version / name).write_bytes(content)
    if name == MANIFEST:
        (folder / MANIFEST).write_bytes(content)
    if random.random() < 0.6:
        fit_digests(folder, version, name, content)
    opened: list[Recommender] = []
    yield lambda: opened.append(load(folder))
    for recommender in opened:
        yield from uses_of(recommender, random)
    like = ["--like", *map(str, FAVOURITES)]
    commands = [
        ["bundle", "list"],
        ["bundle", "show"],
        ["bundle", "verify"],
        ["search", "film 1"],
        ["similar", "film 2"],
    ]
    commands += [
        ["recommend", *like],
        ["recommend", "--user", "1", "--model", "factors"],
        ["bundle", "use", version.name],
    ]
    for arguments in random.sample(commands, 3):
        yield command(*arguments, "--bundle", folder)


def fit_digests(folder: Path, version: Path, name: str, content: bytes) -> None:
    """Make the digests of a bundle fit again after a file was changed, if its manifest is a mapping."""
    try:
        manifest = json.loads((version / MANIFEST).read_bytes())
        if name != MANIFEST:
            manifest["files"][name] = hashlib.sha256(content).hexdigest()
        manifest["version"] = content_digest(manifest)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return  # not JSON any more, or of another shape
    for place in (folder, version):
        (place / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    version.rename(folder / manifest["version"])


def uses_of(recommender: Recommender, random: Random) -> Uses:
    """Everything that a session and the commands do with a bundle."""
    movies = [int(movie) for movie in recommender.catalogue.ids[:6]]
    for name in recommender.model_names:
        yield partial(play, recommender, name, movies[:4], random)
        yield partial(recommender.recommend, movies[:2], movies[2:3], model=name)
        yield partial(recommender.recommend_for_user, 1, model=name)
        yield partial(recommender.similar, movies[0], model=name)
    yield partial(recommender.similar, movies[-1])
    yield partial(recommender.search, "person 1")
    yield partial(recommender.facts, movies[0])
    yield recommender.bundle.read_map
    yield lambda: recommender.sample_favourites(4)


def play(recommender: Recommender, model: str, favourites: list[int], random: Random) -> None:
    """Answer a few suggestions of a session."""
    session = recommender.session(favourites, model=model)
    for _ in range(3):
        suggestion = session.next()
        if suggestion is None:
            return
        random.choice([session.like, session.dislike, session.skip])()
    session.undo()
    session.next()


def change_session(shop: Workshop, random: Random) -> Uses:
    """Change the file of a saved session."""
    content = mutate("session.jsonl", shop.session, random)
    path = saved_sessions() / "changed.jsonl"
    path.write_bytes(content)
    yield lambda: resume(shop.recommender, "changed")
    yield command("session", "list")
    yield command("session", "show", "changed", "--bundle", shop.bundle)
    yield lambda: SessionLog.open("changed").close()
    yield path.unlink


def resume(recommender: Recommender, name: str) -> None:
    """Continue a saved session."""
    saved = read_session(name)
    session = recommender.session(
        saved.favourites,
        model=saved.model,
        seed=saved.seed,
        history=saved.history,
        policy=saved.policy_with_defaults(recommender.policy),
    )
    session.next()


def change_export(shop: Workshop, random: Random) -> Uses:
    """Change an export of another service: a table, or a table in an archive."""
    folder = shop.begin()
    content = mutate("ratings.csv", random.choice([LETTERBOXD, IMDB]), random)
    path = folder / "ratings.csv"
    path.write_bytes(content)
    if random.random() < 0.3:
        path = folder / "export.zip"
        with ZipFile(path, "w") as archive:
            archive.writestr("ratings.csv", content)
        if random.random() < 0.5:
            path.write_bytes(mutate("export.zip", path.read_bytes(), random))
    yield command("import", path, "--bundle", shop.bundle, *random.choice([[], ["--json"]]))


def change_ratings(shop: Workshop, random: Random) -> Uses:
    """Change a table of a data set."""
    folder = shop.begin()
    tables = {"ratings.csv": RATINGS, "movies.csv": MOVIES}
    changed = random.choice(list(tables))
    for name, content in tables.items():
        (folder / name).write_bytes(mutate(name, content, random) if name == changed else content)
    yield partial(read_dataset, folder)


def change_yaml(shop: Workshop, random: Random) -> Uses:
    """Change the policy, the configuration or the settings of a training."""
    path = shop.begin() / "settings.yaml"
    readers: list[tuple[bytes, Callable[[], object]]] = [
        (SHIPPED_POLICY.read_bytes(), partial(load_policy, path)),
        (DEFAULT_CONFIG.read_bytes(), partial(load_config, path)),
        (TRAINING, partial(read_config, path)),
    ]
    original, read = random.choice(readers)
    path.write_bytes(mutate("settings.yaml", original, random))
    yield read


def change_encoder(shop: Workshop, random: Random) -> Uses:
    """Change a file of the sentence encoder, half of the time with digests that fit."""
    folder = shop.begin() / FOLDER
    original = find_encoder(SHIPPED_BUNDLE)
    if original is None:
        return
    folder.mkdir()
    for path in original.iterdir():
        (folder / path.name).symlink_to(path)
    name = random.choice(sorted(path.name for path in original.iterdir()))
    content = mutate(name, (original / name).read_bytes(), random)
    (folder / name).unlink()
    (folder / name).write_bytes(content)
    if name != METADATA_FILE and random.random() < 0.7:
        metadata = json.loads((original / METADATA_FILE).read_bytes())
        metadata["files"][name] = hashlib.sha256(content).hexdigest()
        (folder / METADATA_FILE).unlink()
        (folder / METADATA_FILE).write_text(json.dumps(metadata), encoding="utf-8")
    yield lambda: load_encoder(folder).encode(["a film", "not a horror film, please: something slow and sad"])


Case = Callable[[Workshop, Random], Uses]
KINDS: dict[str, tuple[float, Case]] = {
    "bundle": (0.4, change_bundle),
    "session": (0.16, change_session),
    "export": (0.16, change_export),
    "ratings": (0.12, change_ratings),
    "yaml": (0.12, change_yaml),
    "encoder": (0.04, change_encoder),
}
"""Kind of input → its share of the cases, and how to change and use it."""
