"""Reads what a bundle knows of its films: the catalogue, text vectors, the film map and film facts."""

import re
from typing import Annotated

import numpy as np
from msgspec import Meta

from matinee.engine.bundle.array_checks import flags, integers, numbers, rows_below
from matinee.engine.bundle.bundle_files import MAPPED_FROM, BundleFiles
from matinee.engine.bundle.manifest import Manifest
from matinee.engine.catalogue.catalogue import STARS, Catalogue
from matinee.engine.catalogue.facts import KINDS, CatalogueFacts, Features
from matinee.engine.models.film_map import TasteMap, is_placed
from matinee.engine.models.item_texts import ItemTexts
from matinee.engine.scrubbing import SCRUBBED

Line = Annotated[str, Meta(max_length=1000)]
Titles = Annotated[list[Line], Meta(min_length=1, max_length=100)]
"""The titles of a film, the first of which is shown."""
SCRUBBABLE = re.compile(f"[{re.escape(''.join(map(chr, SCRUBBED)))}]")
"""Any character that is scrubbed."""
MAX_RATINGS = 10**9
TEXT_DIMENSIONS = 384
"""Length of the sentence encoder's vectors."""
MAP_EDGE = 1.001
"""The map is 2 wide; positions are rounded."""


def read_catalogue(files: BundleFiles, manifest: Manifest) -> Catalogue:
    """Read the catalogue; control characters in titles are scrubbed. Raises BundleError."""
    n_movies = manifest.dataset.films
    titles = files.json("titles.json", list[Titles])
    if len(titles) != n_movies:
        raise files.mismatch("titles.json", f"it has the titles of {len(titles)} films instead of {n_movies}")
    return Catalogue(
        ids=files.distinct("movie_ids.npy", integers(n_movies)),
        titles=scrub_lines([entry[0] for entry in titles]),
        alternatives=[tuple(scrub_lines(entry[1:])) if len(entry) > 1 else () for entry in titles],
        years=files.array("years.npy", integers(n_movies, high=9999)),
        genres=files.array("genres.npy", flags(n_movies, len(manifest.genres))),
        genre_names=tuple(scrub_lines(manifest.genres)),
        histogram=files.array("rating_histogram.npy", integers(n_movies, len(STARS), high=MAX_RATINGS)),
        n_users=manifest.dataset.users,
        imdb=files.array("imdb_ids.npy", integers(n_movies)),
        tmdb=files.array("tmdb_ids.npy", integers(n_movies)),
    )


def read_texts(files: BundleFiles, manifest: Manifest, n_movies: int) -> ItemTexts | None:
    """Read the text vectors; None if the manifest has no entry for them. Raises BundleError."""
    if (entry := manifest.texts) is None:
        return None
    vectors = files.array("texts.npy", numbers(n_movies, TEXT_DIMENSIONS))
    is_mapped = vectors.nbytes >= MAPPED_FROM  # a copy in single precision would be twice as large, in each process
    return ItemTexts(vectors if is_mapped else vectors.astype(np.float32), entry.fields, entry.config)


def read_map(files: BundleFiles, manifest: Manifest, n_movies: int) -> TasteMap | None:
    """Read the film map; None if the manifest has no entry for it. Raises BundleError."""
    if (entry := manifest.map) is None:
        return None
    positions = files.array("map.npy", numbers(n_movies, 2, low=-MAP_EDGE, high=MAP_EDGE, gaps=True))
    if not is_placed(positions).any():
        raise files.mismatch("map.npy", "no film is on the map")
    return TasteMap(positions, entry.config, entry.metrics)


def read_facts(files: BundleFiles, manifest: Manifest, n_movies: int) -> CatalogueFacts | None:
    """Read the film facts; None if the manifest has no entry for them. Raises BundleError."""
    if (entry := manifest.facts) is None:
        return None
    names = files.json("facts/names.json", dict[str, list[Line]])
    pages = files.json("facts/pages.json", list[Line])
    if missing := [kind for kind in KINDS if kind not in names]:
        raise files.mismatch("facts/names.json", f"it has no {missing[0]}")
    if len(pages) != n_movies:
        raise files.mismatch("facts/pages.json", f"it has the pages of {len(pages)} films instead of {n_movies}")
    return CatalogueFacts(
        **{kind: read_features(files, kind, names[kind], n_movies) for kind in KINDS},
        pages=scrub_lines(pages),
        minutes=files.array("facts/minutes.npy", integers(n_movies, high=100_000)),
        adjectives=dict(zip(scrub_lines([*entry.adjectives]), scrub_lines([*entry.adjectives.values()]), strict=True)),
    )


def read_features(files: BundleFiles, kind: str, names: list[str], n_movies: int) -> Features:
    """Read the features of one kind. Raises BundleError if they do not match the films or their names."""
    counts = files.array(f"facts/{kind}_counts.npy", integers(n_movies, high=10_000))
    starts = np.zeros(n_movies + 1, dtype=np.int32)
    np.cumsum(counts, out=starts[1:])
    columns = files.array(f"facts/{kind}_columns.npy", rows_below(len(names), int(counts.sum(dtype=np.int64))))
    return Features(scrub_lines(names), starts, columns.astype(np.int32))


def scrub_lines(lines: list[str]) -> list[str]:
    r"""Scrub control characters in lines; fast, since there rarely are any.

    >>> scrub_lines(["A \x1b[31mred\x1b[0m room", "Heat"])
    ['A  [31mred [0m room', 'Heat']
    """
    if SCRUBBABLE.search("".join(lines)) is None:
        return lines
    return [line.translate(SCRUBBED) for line in lines]
