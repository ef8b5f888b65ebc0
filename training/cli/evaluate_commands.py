"""`matinee evaluate`: one command a protocol. Heavy modules are imported only when a command runs."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from matinee.engine.cli.output import JSON, echo_json
from matinee.training.cli.evaluate_pairs import pairs
from matinee.training.cli.evaluate_personas import personas
from matinee.training.cli.evaluate_ranking import leave_one_out, temporal
from matinee.training.cli.options import (
    CONFIG,
    CORE_FILMS,
    DATA,
    KINSHIP,
    MODEL,
    SAMPLE,
    SEED,
    build_config,
    load_dataset,
    sampled_users,
    thresholds,
)
from matinee.training.cli.progress import steps, user_progress

if TYPE_CHECKING:
    from matinee.engine.recommender import Recommender
    from matinee.policy import Policy
    from matinee.training.data.movielens import Dataset
    from matinee.training.evaluate.replay_users import Fold


@click.group()
def evaluate() -> None:
    """Measure models by a protocol."""


@evaluate.command()
@DATA
@SAMPLE
@click.option("--bundle", type=click.Path(path_type=Path), help="Measure this bundle on users it was not trained on.")
@click.option("--folds", type=click.IntRange(2, 1000), help="Train on folds of the data instead of using a bundle.")
@click.option("--validation", is_flag=True, help="Measure on the users on whom settings are chosen.")
@MODEL
@click.option("--no-policy", is_flag=True, help="Use the model alone, without filters and other score terms.")
@KINSHIP
@click.option("--pool", is_flag=True, help="Also measure with only the user's rated films as candidates.")
@sampled_users(1_000)
@thresholds(films="the best for each model")
@CORE_FILMS
@CONFIG
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
    kinship: Literal["choose", "default"],
    pool: bool,
    users: int,
    min_user_ratings: int | None,
    min_movie_ratings: int | None,
    core_films: int | None,
    settings: Path | None,
    seed: int,
    as_json: bool,
) -> None:
    """Session replay: four favourites and twenty films, answered as unseen users rated them.

    Uses the bundle (--bundle, or the one Matinee finds) if it was trained on other users than those of --data.
    On its own training data, or with --folds or --validation, models are trained without the measured users, and the
    kinship weights of each fold are chosen on users of its training data, as `matinee train` chooses them.
    """
    import matinee
    from matinee.engine.paths import find_bundle
    from matinee.engine.recommender import load_user_policy
    from matinee.training.data.layouts import find_layout
    from matinee.training.evaluate import report as reports
    from matinee.training.evaluate.replay_folds import measure_folds
    from matinee.training.evaluate.replay_users import reported_folds, validation_fold
    from matinee.training.facts.table import find_table

    choose = kinship == "choose" and not no_policy

    def policy_of(chosen: Mapping[str, float]) -> "Policy":
        policy = load_user_policy(chosen if choose else None)
        return policy.neutral() if no_policy else policy

    policy_of({})  # so that a mistake in the user's file is reported before anything is trained
    with steps(total=1) as step:
        dataset = load_dataset(data, step, max_ratings, seed)
    # folds do not need a bundle
    recommender = None if (folds or validation) and bundle is None else matinee.load(bundle)
    facts = find_table(find_layout(data).folder)
    options = reports.ReplayOptions(models or None, seed, pool, users, choose_kinship=choose, facts=facts)
    is_own_data = recommender is not None and recommender.bundle.dataset.sha256 == dataset.digest
    if bundle is not None and (is_own_data or folds or validation):
        raise click.UsageError(
            f"{find_bundle(bundle)} was trained on these users; leave --bundle out to train without them."
            if is_own_data
            else "--bundle measures that bundle as it is; leave out --folds and --validation."
        )
    with user_progress() as progress:
        if recommender is None or is_own_data:
            parts = [validation_fold(dataset, seed)] if validation else list(reported_folds(dataset, folds or 5, seed))
            split = "validation users" if validation else f"{folds or 5} folds over users, validation users left out"
            config = build_config(settings, min_user_ratings, min_movie_ratings, None, seed, core_films)
            results, size, chosen = measure_folds(parts, policy_of, config, options, progress)
        else:
            served = matinee.Recommender(recommender.bundle, policy_of(recommender.bundle.settings))
            results = reports.measure_bundle(served, unseen_fold(data, dataset, served), options, progress)
            size, chosen = len(served.catalogue), [served.bundle.kinship]
            split = f"users of {dataset.name}, bundle {recommender.bundle.version}"
    split += ", no policy" if no_policy else "" if choose else ", default kinship weights"
    document = reports.build_replay_report(results, size, split, seed)
    document["kinship_scales"] = [level and level.metrics["scale"] for level in chosen if choose]
    if as_json:
        echo_json(document)
    else:
        click.echo(reports.format_table(document, "l20", reports.POOL_COLUMNS if pool else reports.REPLAY_COLUMNS))


def unseen_fold(data: Path, dataset: "Dataset", recommender: "Recommender") -> "Fold":
    """The users of a data set that a bundle was not trained on.

    Raises:
        click.UsageError: movie ids mean other films there than in the bundle.
    """
    from matinee.training.evaluate.replay_users import Fold, exclude_training_users
    from matinee.training.preprocess.catalogue import has_same_films

    if not has_same_films(dataset, recommender.catalogue):
        raise click.UsageError(f"{data} and the bundle use different movie ids; add --folds 5 to train on it.")
    unseen = exclude_training_users(dataset.ratings, recommender.bundle)
    known = dataset.ratings["user"].nunique() - unseen["user"].nunique()
    if known:
        click.echo(f"{known} users left out: the bundle was trained on them.", err=True)
    return Fold(training=dataset, measured=unseen)


evaluate.add_command(leave_one_out)
evaluate.add_command(temporal)
evaluate.add_command(personas)
evaluate.add_command(pairs)


@evaluate.command()
@DATA
@SAMPLE
@click.option("--split", "name", metavar="NAME", help="A split that comes with the data, such as u1 of ml-100k.")
@click.option(
    "--seeds", type=click.IntRange(1, 1000), default=5, show_default=True, help="Number of random 80/20 splits."
)
@click.option("--model", "models", multiple=True, help="rating or hybrid; repeat for more.  [default: both]")
@thresholds(films="1", users=1)
@CONFIG
@SEED
@JSON
def rating(
    data: Path,
    max_ratings: int | None,
    name: str | None,
    seeds: int,
    models: tuple[str, ...],
    min_user_ratings: int | None,
    min_movie_ratings: int | None,
    settings: Path | None,
    seed: int,
    as_json: bool,
) -> None:
    """Rating prediction: errors in stars on held-out ratings.

    The biases of film and user (levels), the film's bias alone (popularity) and random stars are always measured too.
    """
    from matinee.training.data.layouts import find_layout
    from matinee.training.evaluate import rating_prediction as protocol
    from matinee.training.evaluate.report import format_table

    for model in models:
        if model not in protocol.PREDICTORS:
            raise click.BadParameter(f"'{model}' does not predict stars; choose from {', '.join(protocol.PREDICTORS)}.")
    chosen = models or protocol.PREDICTORS
    config = build_config(settings, min_user_ratings or 1, min_movie_ratings or 1, None, seed)
    with steps(total=2 + (seeds if name is None else 1)) as step:
        dataset = load_dataset(data, step, max_ratings, seed)
        if name is not None:
            splits, described = iter([protocol.read_split(find_layout(data).folder, name)]), f"{name} of {dataset.name}"
        else:
            splits = protocol.random_splits(dataset, range(seed, seed + seeds))
            described = f"{seeds} random 80/20 splits of {dataset.name}"
        errors = protocol.measure(dataset, splits, chosen, config, step)
    document = protocol.build_report(errors, described, seed)
    if as_json:
        echo_json(document)
    else:
        click.echo(format_table(document, "rmse", decimals=4))


@evaluate.command()
@click.option("--bundle", type=click.Path(path_type=Path), help="Folder of the bundle to measure.")
@click.option("--tuned", is_flag=True, help="Measure on the prompts on which settings are chosen.")
@click.option("--ablation", is_flag=True, help="Also measure without each ingredient.")
@click.option(
    "--data", type=click.Path(path_type=Path), help="Also find films by their tags, with text vectors without tags."
)
@click.option("--plots", type=click.Path(path_type=Path), help="With --data: folder of the Wikipedia Movie Data.")
@SEED
@JSON
def intent(
    bundle: Path | None,
    tuned: bool,
    ablation: bool,
    data: Path | None,
    plots: Path | None,
    seed: int,
    as_json: bool,
) -> None:
    """Mood prompts: do fitting films rank first, and excluded ones stay away?

    Plain cosine similarity, the published pipeline Matinee started from (documented), popularity and random are always
    measured too, and how well "more like this" separates good recommendations from poor ones. Prompts as people type
    them are judged by film facts.
    """
    import matinee
    from matinee.training.evaluate import prompt_report as reports

    if plots is not None and data is None:
        raise click.UsageError("--plots needs --data.")
    recommender = matinee.load(bundle)
    part: Literal["tuned", "reported"] = "tuned" if tuned else "reported"
    with steps(total=6) as step:
        document = reports.build_report(recommender, part, seed, ablation=ablation, on_step=step)
        if data is not None:
            dataset = load_dataset(data, step, None, seed)
            document |= reports.build_tag_report(dataset, recommender, plots, seed, step)
    if as_json:
        echo_json(document)
    else:
        click.echo(reports.format_tables(document))
