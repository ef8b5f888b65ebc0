"""`matinee search`, `recommend`, `intent` and `similar`."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click
from rich.cells import cell_len, set_cell_size

from matinee.engine.catalogue.genre_names import is_genre
from matinee.engine.cli.completion import complete_genres, complete_models
from matinee.engine.cli.exchange_commands import ACCEPT, LISTED_AS
from matinee.engine.cli.film_names import refuse_contradictions, resolve_films
from matinee.engine.cli.import_options import CHOOSE_FROM, IMPORT, Taste, read_taste
from matinee.engine.cli.output import (
    BUNDLE,
    JSON,
    echo_json,
    load_recommender,
    print_rows,
)
from matinee.engine.rows import intent_row, match_row, recommendation_row
from matinee.engine.scrubbing import is_blank

if TYPE_CHECKING:
    from matinee.engine.exchange.records import ListedAs
    from matinee.engine.prompts.intent import Intent
    from matinee.engine.recommender import Recommender

NOTHING_FOUND = 2
"""Exit code if there is nothing to show, the same as for a name that no film has."""
NO_FILM_FOR_MOOD = "No film fits that mood."
LABEL_WIDTH = 60
"""Cells of a part of a prompt that `intent` prints; JSON has the whole text."""
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
    from matinee.engine.recommendation import search_heading

    line = " ".join(text)
    if is_blank(line):
        raise click.UsageError("Give a title, the name of a director or actor, or an id or link of a film.")
    recommender = load_recommender(bundle)
    matches = recommender.search(line, limit)
    heading = search_heading(matches, recommender.catalogue)
    if matches and heading:
        click.echo(heading, err=as_json)
    print_films([match_row(recommender, match) for match in matches], as_json, if_none=heading)


@click.command()
@click.option("--like", "likes", multiple=True, metavar="TITLE_OR_ID", help="A film you like; repeatable.")
@click.option("--dislike", "dislikes", multiple=True, metavar="TITLE_OR_ID", help="A film you dislike; repeatable.")
@click.option(
    "--with-like",
    "their_likes",
    multiple=True,
    metavar="TITLE_OR_ID",
    help="A film that somebody else likes who watches with you.",
)
@IMPORT
@CHOOSE_FROM
@LISTED_AS
@ACCEPT
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
    their_likes: tuple[str, ...],
    import_file: Path | None,
    choose_from: str | None,
    listed_as: "ListedAs | None",
    accept: str | None,
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
    if (user_id is not None and likes) or not (user_id is not None or likes or prompt or genre or import_file):
        raise click.UsageError(
            "Give either --like TITLE (once or more), --import FILE or --user-id ID, or a mood with --prompt, "
            "or --genre NAME."
        )
    if user_id is not None and import_file is not None:
        raise click.UsageError("--import cannot be used with --user-id: each names a taste of its own.")
    for option, value in (("--from", choose_from), ("--as", listed_as), ("--accept", accept)):
        if value is not None and import_file is None:
            raise click.UsageError(f"{option} needs --import FILE.")
    if prompt is not None and is_blank(prompt):
        raise click.UsageError("--prompt needs a mood in plain words, or a title.")
    if their_likes and not (likes or import_file):
        raise click.UsageError("--with-like names the taste of a second person; name yours with --like or --import.")
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
        refuse_contradictions(recommender, liked, disliked)
        taste = Taste(tuple(liked), tuple(disliked))
        if import_file is not None:
            taste = read_taste(
                import_file, recommender, liked, disliked, choose_from=choose_from, listed_as=listed_as, accept=accept
            )
        if not (taste.likes or prompt or genre):
            raise click.UsageError(f"No liked film of {import_file} was found; add --like TITLE or --prompt MOOD.")
        intent = parse_prompt(recommender, prompt)
        strict = strict or not (taste.likes or prompt)  # the genre is all that is known
        found = recommender.recommend(
            taste.likes, taste.dislikes, companion_likes=resolve_films(recommender, their_likes, "with-like"),
            seen=taste.seen, only=taste.only, genre=genre, strict=strict, prompt=intent, model=model, limit=count,
        )  # fmt: skip
    candidates = "other film of the watchlist" if choose_from is not None else "film with these filters"
    rows = [recommendation_row(recommender, film) for film in found]
    print_films(rows, as_json, if_none=f"No {candidates} can be recommended.")


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
    if is_blank(line):
        raise click.UsageError("Give a mood in plain words, or the title of a film.")
    recommender = load_recommender(bundle)
    if mode is not None:
        recommender.policy = replace(recommender.policy, prompt_mode=mode)
    parsed = parse_prompt(recommender, line, taken_as)
    assert parsed is not None
    found = [recommendation_row(recommender, film) for film in recommender.recommend([], prompt=parsed, limit=count)]
    if as_json:
        echo_json(intent_row(parsed) | {"recommendations": found})
        refuse_nothing(found, NO_FILM_FOR_MOOD)
        return
    click.echo(f"{parsed.kind}: " + "  ".join(f"[{short_label(part.label)}]" for part in parsed.parts))
    for part in parsed.not_understood:
        click.echo(f"not understood: {short_label(part.label)} ({part.why})")
    if top := [(genre, weight) for genre, weight in parsed.genre_weights.items() if is_genre(genre)][:MAX_GENRES]:
        click.echo("genres: " + ", ".join(f"{genre} {weight:.0%}" for genre, weight in top))
    print_films(found, as_json, if_none=NO_FILM_FOR_MOOD)


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
    from matinee.engine.bundle.bundle import WITHOUT_USERS

    recommender = load_recommender(bundle)
    (movie_id,) = resolve_films(recommender, [film], "like")
    if model is None and recommender.bundle.known_users is None:
        click.echo(f"{WITHOUT_USERS}, so films are not compared by who likes them.", err=True)
    rows = [recommendation_row(recommender, other) for other in recommender.similar(movie_id, count, model=model)]
    print_films(rows, as_json, if_none=f"The model '{model}' has no films similar to it; leave --model out.")


def print_films(rows: Sequence[dict[str, Any]], as_json: bool, *, if_none: str) -> None:
    """Print films as JSON or as a table; without any, end with a sentence as for other input that cannot be used.

    Args:
        rows: the films, see ``print_rows``.
        as_json: print one JSON document.
        if_none: the sentence.
    """
    if rows or as_json:
        print_rows(rows, as_json)
    refuse_nothing(rows, if_none)


def refuse_nothing(rows: Sequence[object], sentence: str) -> None:
    """End with a sentence and ``NOTHING_FOUND`` if there are no rows."""
    if not rows:
        click.echo(sentence, err=True)
        click.get_current_context().exit(NOTHING_FOUND)


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


def short_label(label: str) -> str:
    """A label of a prompt's part, cut to ``LABEL_WIDTH`` cells."""
    if cell_len(label) <= LABEL_WIDTH:
        return label
    return f"{set_cell_size(label, LABEL_WIDTH - 1).rstrip()}…"
