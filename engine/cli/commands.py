"""The commands that answer one question without the app."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from matinee.engine.cli.completion import complete_genres, complete_models
from matinee.engine.cli.tables import print_table

if TYPE_CHECKING:
    from matinee.engine.catalogue.catalogue import Movie
    from matinee.engine.prompts.intent import Intent
    from matinee.engine.recommender import Recommendation, Recommender

BUNDLE = click.option("--bundle", type=click.Path(path_type=Path), help="Folder of the bundle to use.")
JSON = click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
LEADING_GENRES = 4
"""So many genres are named for people; scripts get all."""
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
@click.option("--prompt", metavar="TEXT", help="A mood in plain words, or the title of a film to be like.")
@click.option("--genre", metavar="NAME", shell_complete=complete_genres, help="Ask for a genre: its films get a bonus.")
@click.option("--strict", is_flag=True, help="With --genre: only films of that genre.")
@click.option(
    "--model", metavar="NAME", shell_complete=complete_models, help="Which model scores; `matinee doctor` lists them."
)
@COUNT
@BUNDLE
@JSON
def recommend(
    likes: tuple[str, ...],
    dislikes: tuple[str, ...],
    user_id: int | None,
    prompt: str | None,
    genre: str | None,
    strict: bool,
    model: str | None,
    count: int,
    bundle: Path | None,
    as_json: bool,
) -> None:
    """Recommend films to someone who likes some, to a known user, or for a mood."""
    if (user_id is not None and likes) or not (user_id is not None or likes or prompt):
        raise click.UsageError(
            "Say who to recommend to: either --like TITLE (once or more) or --user-id ID; or a mood with --prompt."
        )
    if prompt is not None and not prompt.strip():
        raise click.UsageError("--prompt needs a mood in plain words, or a title.")
    if user_id is not None and dislikes:
        raise click.UsageError("--dislike goes with --like; what a known user dislikes is already in the model.")
    if strict and genre is None:
        raise click.UsageError("--strict needs --genre NAME.")
    recommender = open_bundle(bundle)
    if user_id is not None:
        intent = understood(recommender, prompt)
        found = recommender.recommend_for_user(
            user_id, genre=genre, strict=strict, prompt=intent, model=model, limit=count
        )
    else:
        liked, disliked = named(recommender, likes, "like"), named(recommender, dislikes, "dislike")
        intent = understood(recommender, prompt)
        found = recommender.recommend(
            liked, disliked, genre=genre, strict=strict, prompt=intent, model=model, limit=count
        )
    show([recommendation_row(film) for film in found], as_json)


@click.command()
@click.argument("text", nargs=-1, required=True)
@click.option("--as", "taken_as", type=click.Choice(["mood", "title"]), help="What the line is.  [default: find out]")
@click.option("--mode", type=click.Choice(["open", "soft", "strict"]), help="Only wanted genres, or these first.")
@COUNT
@BUNDLE
@JSON
def intent(
    text: tuple[str, ...],
    taken_as: Literal["mood", "title"] | None,
    mode: Literal["open", "soft", "strict"] | None,
    count: int,
    bundle: Path | None,
    as_json: bool,
) -> None:
    """Say what a mood prompt is understood as, and the films it finds."""
    line = " ".join(text)
    if not line.strip():
        raise click.UsageError("Say a mood in plain words, or the title of a film.")
    recommender = open_bundle(bundle)
    if mode is not None:
        recommender.policy = replace(recommender.policy, intent_mode=mode)
    asked = understood(recommender, line, taken_as)
    assert asked is not None
    found = [recommendation_row(film) for film in recommender.recommend([], prompt=asked, limit=count)]
    if as_json:
        click.echo(json.dumps(intent_row(asked) | {"recommendations": found}, ensure_ascii=False))
        return
    click.echo(f"{asked.kind}: " + "  ".join(f"[{part.label}]" for part in asked.parts))
    if asked.genre_weights:
        leading = list(asked.genre_weights.items())[:LEADING_GENRES]
        click.echo("genres: " + ", ".join(f"{genre} {weight:.0%}" for genre, weight in leading))
    show(found, as_json)


@click.command()
@click.argument("film", metavar="TITLE_OR_ID")
@click.option(
    "--model",
    metavar="NAME",
    shell_complete=complete_models,
    help="What one model alone finds alike: item_item is Pearson's correlation.",
)
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
@click.pass_obj
def doctor(check_config: Callable[[], str] | None, bundle: Path | None, as_json: bool) -> None:
    """Say what is installed, which bundle is used and whether it is whole."""
    from matinee.engine.diagnostics import examine

    report = examine(bundle, check_config)
    if as_json:
        click.echo(json.dumps(report, ensure_ascii=False))
    else:
        for line in report_lines(report):
            click.echo(line)
    if not all(check["ok"] for check in report["checks"]):
        raise SystemExit(1)


def report_lines(report: Mapping[str, Any]) -> Iterator[str]:
    """What the doctor found, for people and for a bug report."""
    for section in ("versions", "system", "terminal", "paths"):
        for name, value in report[section].items():
            told = {True: "yes", False: "no", None: "none"}.get(value, value)
            absent = section == "paths" and not report["exist"][name]
            yield f"{name:22}{told}{'  (not there)' if absent else ''}"
        yield ""
    yield f"{'saved sessions':22}{report['saved sessions']}"
    if report["bundle"]:
        yield f"{'data set':22}{report['bundle']['dataset']['name']}"
        yield f"{'models':22}{', '.join(report['models'])}"
    for check in report["checks"]:
        yield f"{'✓' if check['ok'] else '✗'} {check['name']}: {check['detail']}"


def open_bundle(folder: Path | None) -> "Recommender":
    """A recommender on the bundle that is asked for, or the one that is found."""
    import matinee

    return matinee.load(folder)


def understood(
    recommender: "Recommender", text: str | None, taken_as: Literal["mood", "title"] | None = None
) -> "Intent | None":
    """A prompt, understood; says on standard error where the lexicon alone could answer."""
    if text is None:
        return None
    asked = recommender.understand(text, taken_as)
    if recommender.understanding.problem:
        click.echo(f"Read by the lexicon alone. {recommender.understanding.problem}", err=True)
    return asked


def intent_row(asked: "Intent") -> dict[str, Any]:
    """What a prompt is understood as, as JSON."""
    return {
        "kind": asked.kind,
        "parts": [{"kind": part.kind, "label": part.label} for part in asked.parts],
        "affects": rounded(asked.affects),
        "genre_weights": rounded(asked.genre_weights),
        "avoid_genres": list(asked.avoid_genres),
        "years": None if asked.years is None else list(asked.years),
        "like": [movie_row(movie) for movie in asked.like],
    }


def rounded(shares: Mapping[str, float]) -> dict[str, float]:
    """Shares with four decimals."""
    return {name: round(share, 4) for name, share in shares.items()}


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
