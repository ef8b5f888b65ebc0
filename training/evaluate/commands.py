"""The protocols as commands. Nothing heavy is imported before one runs."""

import json
from pathlib import Path

import click

from training.commands import DATA, JSON, SAMPLE, SEED, build_config, read, steps, thresholds, user_progress


@click.group()
def evaluate() -> None:
    """Measure models by a protocol."""


@evaluate.command()
@DATA
@SAMPLE
@click.option("--bundle", type=click.Path(path_type=Path), help="Measure this bundle on users it was not trained on.")
@click.option("--folds", type=click.IntRange(2), help="Train on folds of the data instead of using a bundle.")
@click.option(
    "--validation", is_flag=True, help="Measure the users on which settings are chosen, not the reported ones."
)
@click.option("--model", "models", multiple=True, help="A model to measure, as in svd_likes+ema; repeat for more.")
@click.option("--no-policy", is_flag=True, help="The model alone, without filters and other score terms.")
@click.option("--pool", is_flag=True, help="Also with only the user's rated films as candidates.")
@click.option("--users", type=click.IntRange(1), help="At most so many users of each fold.")
@thresholds(films="what measures best for each model")
@SEED
@JSON
def replay(
    data: Path,
    max_ratings: int | None,
    bundle: Path | None,
    folds: int | None,
    validation: bool,
    models: tuple[str, ...],
    no_policy: bool,
    pool: bool,
    users: int | None,
    min_user_ratings: int,
    min_movie_ratings: int | None,
    seed: int,
    as_json: bool,
) -> None:
    """Session replay: four favourites and twenty films, answered as unseen users rated them.

    Serves the bundle (--bundle, or the one Matinee finds) when it was trained on other users than --data holds.
    On its own training data, or with --folds or --validation, models are trained anew without the measured users.
    """
    import engine
    from engine.paths import find_bundle
    from training.catalogue import same_films
    from training.evaluate import report as reports
    from training.evaluate.users import Fold, reported_folds, unknown_users, validation_fold

    with steps(total=1) as step:
        dataset = read(data, step, max_ratings, seed)
    recommender = engine.load(bundle)
    policy = recommender.policy.model_alone() if no_policy else recommender.policy
    options = reports.ReplayOptions(models or None, seed, pool, users)
    own = recommender.bundle.dataset["sha256"] == dataset.digest
    if bundle is not None and (own or folds or validation):
        raise click.UsageError(
            f"{find_bundle(bundle)} was trained on these very users; leave --bundle out to train without them."
            if own
            else "--bundle measures that bundle as it is; leave out --folds and --validation."
        )
    with user_progress() as progress:
        if folds or validation or own:
            parts = [validation_fold(dataset, seed)] if validation else list(reported_folds(dataset, folds or 5, seed))
            split = "validation users" if validation else f"{folds or 5} folds over users, validation users left out"
            config = build_config(min_user_ratings, min_movie_ratings, 50, seed)
            tallies, size = reports.measure_folds(parts, policy, config, options, progress)
        else:
            if not same_films(dataset, recommender.catalogue):
                raise click.UsageError(f"{data} numbers films otherwise than the bundle; add --folds 5 to train on it.")
            served = engine.Recommender(recommender.bundle, policy)
            measured = unknown_users(dataset.ratings, recommender.bundle)
            known = dataset.ratings["user"].nunique() - measured["user"].nunique()
            if known:
                click.echo(f"{known} users left out: the bundle was trained on them.", err=True)
            fold = Fold(training=dataset, measured=measured)
            tallies, size = reports.measure_bundle(served, fold, options, progress), len(recommender.catalogue)
            split = f"users of {dataset.name}, bundle {recommender.bundle.version}"
    document = reports.report(tallies, size, split + (", no policy" if no_policy else ""), seed)
    click.echo(json.dumps(document) if as_json else reports.as_table(document))
