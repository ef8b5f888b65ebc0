"""`matinee evaluate personas`: made-up users with a marked taste, on a bundle as it is."""

from pathlib import Path

import click

from matinee.engine.cli.output import JSON, echo_json
from matinee.training.cli.options import MODEL, SEED
from matinee.training.cli.progress import user_progress


@click.command()
@click.option("--bundle", type=click.Path(path_type=Path), help="Folder of the bundle to measure.")
@MODEL
@click.option(
    "--draws", type=click.IntRange(1, 1000), default=3, show_default=True, help="Personas of each feature and pair."
)
@SEED
@JSON
def personas(bundle: Path | None, models: tuple[str, ...], draws: int, seed: int, as_json: bool) -> None:
    """Personas: do the films follow a taste that few share?

    A persona has four favourites of one genre, language or decade, likes every film of it and skips the others. A mixed
    persona has two favourites each of two features. No ratings are needed. By default the bundle's default model and
    EASE, each with and without the kinship terms of the policy, and the most liked films are measured.
    """
    import matinee
    from matinee.training.evaluate.persona_report import build_report, format_tables

    recommender = matinee.load(bundle)
    with user_progress() as progress:
        document = build_report(recommender, models, seed, draws, progress)
    if as_json:
        echo_json(document)
    else:
        click.echo(format_tables(document))
