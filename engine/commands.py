"""The commands that answer one question without the app."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from engine.tables import print_table

if TYPE_CHECKING:
    from engine.catalogue import Movie
    from engine.recommender import Recommendation, Recommender

BUNDLE = click.option("--bundle", type=click.Path(path_type=Path), help="Folder of the bundle to use.")
JSON = click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
COUNT = click.option("-k", "count", type=click.IntRange(1), default=10, show_default=True, help="How many films.")


@click.command()
@click.argument("text", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1), default=8, show_default=True, help="At most so many films.")
@BUNDLE
@JSON
def search(text: tuple[str, ...], limit: int, bundle: Path | None, as_json: bool) -> None:
    """Find films by title, typos and all."""
    matches = open_bundle(bundle).search(" ".join(text), limit)
    rows = [movie_row(match.movie) | {"score": round(match.score, 4)} for match in matches]
    if not rows and not as_json:
        click.echo("No film has a title like that.", err=True)
    show(rows, as_json)


@click.command()
@click.option("--like", "likes", multiple=True, metavar="TITLE_OR_ID", help="A film you like; name several.")
@click.option("--dislike", "dislikes", multiple=True, metavar="TITLE_OR_ID", help="A film you dislike; name several.")
@click.option("--user-id", type=int, help="Instead: a user the model was trained on.")
@click.option("--genre", metavar="NAME", help="Ask for a genre: its films get a bonus.")
@click.option("--strict", is_flag=True, help="With --genre: only films of that genre.")
@click.option("--model", metavar="NAME", help="Which model scores; `matinee doctor` lists them.")
@COUNT
@BUNDLE
@JSON
def recommend(
    likes: tuple[str, ...],
    dislikes: tuple[str, ...],
    user_id: int | None,
    genre: str | None,
    strict: bool,
    model: str | None,
    count: int,
    bundle: Path | None,
    as_json: bool,
) -> None:
    """Recommend films to someone who likes some, or to a known user."""
    if (user_id is None) == (not likes):
        raise click.UsageError("Say who to recommend to: either --like TITLE (once or more) or --user-id ID.")
    if user_id is not None and dislikes:
        raise click.UsageError("--dislike goes with --like; what a known user dislikes is already in the model.")
    if strict and genre is None:
        raise click.UsageError("--strict needs --genre NAME.")
    recommender = open_bundle(bundle)
    if user_id is not None:
        found = recommender.recommend_for_user(user_id, genre=genre, strict=strict, model=model, limit=count)
    else:
        liked, disliked = named(recommender, likes, "like"), named(recommender, dislikes, "dislike")
        found = recommender.recommend(liked, disliked, genre=genre, strict=strict, model=model, limit=count)
    show([recommendation_row(film) for film in found], as_json)


@click.command()
@click.argument("film", metavar="TITLE_OR_ID")
@click.option("--model", metavar="NAME", help="What one model alone finds alike: item_item is Pearson's correlation.")
@COUNT
@BUNDLE
@JSON
def similar(film: str, model: str | None, count: int, bundle: Path | None, as_json: bool) -> None:
    """More films like one film."""
    recommender = open_bundle(bundle)
    (movie_id,) = named(recommender, [film], "like")
    rows = [recommendation_row(other) for other in recommender.similar(movie_id, count, model=model)]
    if not rows and not as_json:
        click.echo(f"The model '{model}' knows nothing like it; leave --model out.", err=True)
    show(rows, as_json)


@click.command()
@BUNDLE
@JSON
def doctor(bundle: Path | None, as_json: bool) -> None:
    """Say what is installed, which bundle is used and whether it is whole."""
    from engine.doctor import examine

    report = examine(bundle)
    if as_json:
        click.echo(json.dumps(report))
    else:
        for section in ("versions", "paths"):
            for name, value in report[section].items():
                click.echo(f"{name:14}{value}")
        if report["bundle"]:
            click.echo(f"{'data set':14}{report['bundle']['dataset']['name']}")
            click.echo(f"{'models':14}{', '.join(report['models'])}")
        for check in report["checks"]:
            click.echo(f"{'✓' if check['ok'] else '✗'} {check['name']}: {check['detail']}")
    if not all(check["ok"] for check in report["checks"]):
        raise SystemExit(1)


def open_bundle(folder: Path | None) -> "Recommender":
    """A recommender on the bundle that is asked for, or the one that is found."""
    import engine

    return engine.load(folder)


def named(recommender: "Recommender", films: Iterable[str], verb: str) -> list[int]:
    """Movie ids of films named by title or id; says on standard error what each was taken for."""
    ids = []
    for text in films:
        movie = recommender.find(text)
        if movie.label.casefold() != text.strip().casefold():
            click.echo(f"{verb}: {text} → {movie.label}", err=True)
        ids.append(movie.id)
    return list(dict.fromkeys(ids))


def movie_row(movie: "Movie") -> dict[str, Any]:
    """A film as JSON."""
    return {"movie_id": movie.id, "title": movie.title, "year": movie.year, "genres": list(movie.genres)}


def recommendation_row(film: "Recommendation") -> dict[str, Any]:
    """A recommended film as JSON."""
    terms = {name: round(value, 4) for name, value in film.terms.items()}
    return movie_row(film.movie) | {"score": round(film.score, 4), "terms": terms}


def show(rows: Sequence[dict[str, Any]], as_json: bool) -> None:
    """Rows as one JSON document or as a table for people."""
    if as_json:
        click.echo(json.dumps(list(rows), ensure_ascii=False))
        return
    columns = {"film": "", "year": "", "genres": "dim", "score": "", "id": "dim"}
    cells = [
        [row["title"], str(row["year"] or ""), ", ".join(row["genres"]), f"{row['score']:.2f}", str(row["movie_id"])]
        for row in rows
    ]
    if cells:
        print_table(columns, cells, to_the_right={"year", "score", "id"})
