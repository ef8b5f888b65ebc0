"""`matinee search`, `recommend`, `intent` and `similar`."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from matinee.engine.cli.completion import complete_genres, complete_models
from matinee.engine.cli.output import (
    BUNDLE,
    JSON,
    echo_json,
    film_row,
    load_recommender,
    movie_row,
    print_rows,
    recommendation_row,
)

if TYPE_CHECKING:
    from matinee.engine.prompts.intent import Intent
    from matinee.engine.recommender import Recommender

MAX_GENRES = 4
"""Genres that `intent` prints; JSON has all."""
COUNT = click.option("-k", "count", type=click.IntRange(1), default=10, show_default=True, help="Number of films.")


@click.command()
@click.argument("text", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1), default=8, show_default=True, help="Largest number of films.")
@BUNDLE
@JSON
def search(text: tuple[str, ...], limit: int, bundle: Path | None, as_json: bool) -> None:
    """Find films by title or person, even with typos."""
    from matinee.engine.recommendation import person_heading

    recommender = load_recommender(bundle)
    matches = recommender.search(" ".join(text), limit)
    rows = [
        film_row(recommender, match.movie)
        | {"score": round(match.score, 4)}
        | ({} if match.person is None else {"person": match.person})
        for match in matches
    ]
    if heading := person_heading(matches):
        click.echo(heading, err=as_json)
    if not rows and not as_json:
        click.echo("No film has a similar title, and no director or actor a similar name.", err=True)
    print_rows(rows, as_json)


@click.command()
@click.option("--like", "likes", multiple=True, metavar="TITLE_OR_ID", help="A film you like; repeatable.")
@click.option("--dislike", "dislikes", multiple=True, metavar="TITLE_OR_ID", help="A film you dislike; repeatable.")
@click.option("--user-id", type=int, help="A user of the training data, instead of --like.")
@click.option("--prompt", metavar="TEXT", help="A mood in plain words, or the title of a similar film.")
@click.option("--genre", metavar="NAME", shell_complete=complete_genres, help="Prefer films of this genre.")
@click.option("--strict", is_flag=True, help="With --genre: only films of this genre.")
@click.option(
    "--model", metavar="NAME", shell_complete=complete_models, help="The model to use; `matinee doctor` lists them."
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
    """Recommend films from films you like, for a user of the training data, or for a mood."""
    if (user_id is not None and likes) or not (user_id is not None or likes or prompt):
        raise click.UsageError("Give either --like TITLE (once or more) or --user-id ID, or a mood with --prompt.")
    if prompt is not None and not prompt.strip():
        raise click.UsageError("--prompt needs a mood in plain words, or a title.")
    if user_id is not None and dislikes:
        raise click.UsageError("--dislike cannot be used with --user-id: the model already knows this user's ratings.")
    if strict and genre is None:
        raise click.UsageError("--strict needs --genre NAME.")
    recommender = load_recommender(bundle)
    if user_id is not None:
        intent = parse_prompt(recommender, prompt)
        found = recommender.recommend_for_user(
            user_id, genre=genre, strict=strict, prompt=intent, model=model, limit=count
        )
    else:
        liked, disliked = resolve_films(recommender, likes, "like"), resolve_films(recommender, dislikes, "dislike")
        intent = parse_prompt(recommender, prompt)
        found = recommender.recommend(
            liked, disliked, genre=genre, strict=strict, prompt=intent, model=model, limit=count
        )
    print_rows([recommendation_row(recommender, film) for film in found], as_json)


@click.command()
@click.argument("text", nargs=-1, required=True)
@click.option("--as", "taken_as", type=click.Choice(["mood", "title"]), help="How to read TEXT.  [default: detect]")
@click.option(
    "--mode",
    type=click.Choice(["open", "soft", "strict"]),
    help="How the requested genres count: as a preference, first, or only these.",
)
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
    """Show how a mood prompt is understood, and the films it finds."""
    line = " ".join(text)
    if not line.strip():
        raise click.UsageError("Give a mood in plain words, or the title of a film.")
    recommender = load_recommender(bundle)
    if mode is not None:
        recommender.policy = replace(recommender.policy, prompt_mode=mode)
    parsed = parse_prompt(recommender, line, taken_as)
    assert parsed is not None
    found = [recommendation_row(recommender, film) for film in recommender.recommend([], prompt=parsed, limit=count)]
    if as_json:
        echo_json(intent_row(parsed) | {"recommendations": found})
        return
    click.echo(f"{parsed.kind}: " + "  ".join(f"[{part.label}]" for part in parsed.parts))
    if parsed.genre_weights:
        top = list(parsed.genre_weights.items())[:MAX_GENRES]
        click.echo("genres: " + ", ".join(f"{genre} {weight:.0%}" for genre, weight in top))
    print_rows(found, as_json)


@click.command()
@click.argument("film", metavar="TITLE_OR_ID")
@click.option(
    "--model",
    metavar="NAME",
    shell_complete=complete_models,
    help="Use the similarities of this model alone; item_item is Pearson's correlation.",
)
@COUNT
@BUNDLE
@JSON
def similar(film: str, model: str | None, count: int, bundle: Path | None, as_json: bool) -> None:
    """Find films similar to a film."""
    recommender = load_recommender(bundle)
    (movie_id,) = resolve_films(recommender, [film], "like")
    rows = [recommendation_row(recommender, other) for other in recommender.similar(movie_id, count, model=model)]
    if not rows and not as_json:
        click.echo(f"The model '{model}' has no films similar to it; leave --model out.", err=True)
    print_rows(rows, as_json)


def parse_prompt(
    recommender: "Recommender", text: str | None, taken_as: Literal["mood", "title"] | None = None
) -> "Intent | None":
    """Parse a prompt; prints to standard error if the sentence encoder is not available.

    Returns:
        None if ``text`` is None.
    """
    if text is None:
        return None
    parsed = recommender.understand(text, taken_as)
    if recommender.prompts.problem:
        click.echo(f"The prompt is read with the lexicon only. {recommender.prompts.problem}", err=True)
    return parsed


def intent_row(parsed: "Intent") -> dict[str, Any]:
    """A parsed prompt for JSON."""
    return {
        "kind": parsed.kind,
        "parts": [{"kind": part.kind, "label": part.label} for part in parsed.parts],
        "affects": rounded(parsed.affects),
        "genre_weights": rounded(parsed.genre_weights),
        "avoid_genres": list(parsed.avoid_genres),
        "years": None if parsed.years is None else list(parsed.years),
        "like": [movie_row(movie) for movie in parsed.like],
    }


def rounded(shares: Mapping[str, float]) -> dict[str, float]:
    """Round shares to four decimals."""
    return {name: round(share, 4) for name, share in shares.items()}


def resolve_films(recommender: "Recommender", films: Iterable[str], verb: str) -> list[int]:
    """Find films by title or id; prints to standard error which film an inexact title was taken for.

    Args:
        recommender: finds the films.
        films: titles or movie ids.
        verb: "like" or "dislike", for the message.

    Returns:
        Movie ids, each once.
    """
    ids = []
    for text in films:
        movie = recommender.find(text)
        if movie.label.casefold() != text.strip().casefold():
            click.echo(f"{verb}: {text} → {movie.label}", err=True)
        ids.append(movie.id)
    return list(dict.fromkeys(ids))
