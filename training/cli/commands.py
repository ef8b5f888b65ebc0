"""`matinee preprocess` and `matinee train`. Heavy modules are imported only when a command runs."""

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from matinee.engine.cli.output import JSON, echo_json
from matinee.training.cli.options import (
    CLUSTER,
    CONFIG,
    CORE_FILMS,
    DATA,
    FACTS,
    KINSHIP,
    NO_FACTS,
    RATINGS,
    SAMPLE,
    SEED,
    build_config,
    current_names,
    load_dataset,
    open_pass,
    thresholds,
    transform_switches,
)
from matinee.training.cli.progress import steps
from matinee.training.cli.step_costs import training_costs
from matinee.training.config.setting_bounds import MAX_DIMENSIONS

if TYPE_CHECKING:
    from matinee.engine.bundle.bundle import Bundle
    from matinee.engine.bundle.manifest import Trained


@click.command()
@DATA
@SAMPLE
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path("processed"), show_default=True)
@thresholds(films="50")
@transform_switches
@JSON
def preprocess(
    data: Path,
    max_ratings: int | None,
    out: Path,
    min_user_ratings: int | None,
    min_movie_ratings: int | None,
    no_user_mean: bool,
    no_popularity: bool,
    no_time_decay: bool,
    half_life_days: float,
    as_json: bool,
) -> None:
    """Filter, split and transform ratings into readable tables."""
    from matinee.training.data.movielens import read_dataset
    from matinee.training.preprocess.signal import TransformConfig
    from matinee.training.preprocess.tables import write_tables

    config = TransformConfig(not no_user_mean, not no_popularity, not no_time_decay, half_life_days)
    with steps(total=12) as step:
        step("reading the ratings")
        dataset = read_dataset(data, max_ratings)
        for stage in write_tables(dataset, out, min_user_ratings or 20, min_movie_ratings or 50, config):
            step(stage)
    report = json.loads((out / "statistics.json").read_text(encoding="utf-8"))
    if as_json:
        echo_json(report)
        return
    for name, counts in report["stages"].items():
        click.echo(f"{name:12}{counts['ratings']:>11,} ratings{counts['users']:>8,} users{counts['films']:>8,} films")
    click.echo(f"{dataset.bad_timestamps:,} ratings dropped for unreadable times. Written to {out}.")


@click.command()
@click.argument("what", type=click.Choice(["bundle", "encoder"]), default="bundle")
@click.option("--data", type=click.Path(path_type=Path), help="A MovieLens folder, in any of its layouts.")
@RATINGS
@CLUSTER
@SAMPLE
@click.option(
    "--model",
    "models",
    multiple=True,
    callback=current_names,
    help="A model to train; repeat for more.  [default: the quick ones]",
)
@click.option("--all", "everything", is_flag=True, help="Train every model, slow ones included; add --text and --map.")
@click.option("--text", "with_texts", is_flag=True, help="Add text vectors of the films, which mood prompts need.")
@click.option("--map", "with_map", is_flag=True, help="Add the map of the films, for the taste map.")
@click.option(
    "--plots",
    type=click.Path(path_type=Path),
    help="With --text: folder of the Wikipedia Movie Data, whose first paragraphs are encoded, not stored.",
)
@click.option("--without-users", is_flag=True, help="Leave the users' ratings and vectors out of the bundle.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path("artifacts"), show_default=True)
@thresholds(films="the best for each model; docs/evaluation.md")
@click.option(
    "--dimensions", type=click.IntRange(1, MAX_DIMENSIONS), help="Length of the vectors, for models with this setting."
)
@CORE_FILMS
@transform_switches
@FACTS
@NO_FACTS
@KINSHIP
@CONFIG
@SEED
@JSON
def train(
    what: str,
    data: Path | None,
    ratings: str | None,
    cluster: str | None,
    max_ratings: int | None,
    models: tuple[str, ...],
    everything: bool,
    with_texts: bool,
    with_map: bool,
    plots: Path | None,
    without_users: bool,
    out: Path,
    min_user_ratings: int | None,
    min_movie_ratings: int | None,
    dimensions: int | None,
    core_films: int | None,
    no_user_mean: bool,
    no_popularity: bool,
    no_time_decay: bool,
    half_life_days: float,
    facts: Path | None,
    no_facts: bool,
    kinship: Literal["choose", "default"],
    settings: Path | None,
    seed: int,
    as_json: bool,
) -> None:
    """Train models and write them as a bundle. Nothing is written if a step fails.

    All settings are written beside the bundle as training.yaml; --config takes such a file, whole or in part. Other
    options override it.

    `train encoder` makes the sentence encoder that prompts need: it exports all-MiniLM-L6-v2 with 8-bit weights and
    trains the tagger that finds which words of a prompt are excluded.
    """
    if what == "encoder":
        train_encoder(out, seed, as_json)
        return
    if data is None:
        raise click.UsageError("Missing option '--data': name a MovieLens folder; `matinee data` downloads one.")
    exclusions = {
        "--plots needs --text or --all.": plots is not None and not (with_texts or everything),
        "Give either --facts or --no-facts.": facts is not None and no_facts,
        "--cluster takes all ratings; leave out --max-ratings.": cluster is not None and max_ratings is not None,
    }
    for problem in (problem for problem, applies in exclusions.items() if applies):
        raise click.UsageError(problem)
    from msgspec import to_builtins

    from matinee.training.build import MODELS, QUICK, build_bundle, models_to_train
    from matinee.training.data.layouts import find_films, find_layout
    from matinee.training.evaluate.kinship_choice import LEVELS, choose_kinship
    from matinee.training.facts.table import find_table
    from matinee.training.models.interactions import sum_in_memory
    from matinee.training.preprocess.signal import TransformConfig
    from matinee.training.publish import publish

    for name in models:
        if name not in MODELS:
            raise click.BadParameter(
                f"there is no model '{name}'; choose from {', '.join(MODELS)}.", param_hint="--model"
            )
    chosen = models or (MODELS if everything else QUICK)
    transform = TransformConfig(not no_user_mean, not no_popularity, not no_time_decay, half_life_days)
    config = build_config(settings, min_user_ratings, min_movie_ratings, dimensions, seed, core_films)
    if transform != TransformConfig():
        config = replace(config, svd=replace(config.svd, transform=transform))
    with_texts, with_map = with_texts or everything, with_map or everything
    choose = kinship == "choose" and "blend" in chosen
    names = models_to_train(chosen, config)
    costs = training_costs(names, choose * len(LEVELS), with_texts=with_texts, with_map=with_map)
    with steps(len(costs), costs) as step, open_pass(cluster, step.detail) as rating_pass:
        dataset = load_dataset(data, step, max_ratings, seed, ratings, rating_pass)
        folder = find_films(data) if ratings else find_layout(data)
        table = None if no_facts else facts or find_table(folder.folder)
        sum_pairs = sum_in_memory if rating_pass is None else rating_pass.sum_pairs
        bundle = build_bundle(
            dataset,
            chosen,
            config,
            step,
            with_texts=with_texts,
            with_map=with_map,
            plots=plots,
            facts=table,
            sum_pairs=sum_pairs,
            with_users=not without_users,
        )
        if choose:
            weights = choose_kinship(dataset, config, seed, facts=table, on_step=step, sum_pairs=sum_pairs)
            bundle = replace(bundle, kinship=weights)
        step("writing the bundle")
        version = publish(bundle, out)
    metrics = {name: entry.metrics for name, entry in bundle.models.items()}
    if (film_map := bundle.read_map()) is not None:
        metrics["map"] = film_map.metrics
    if as_json:
        written = {"out": str(out), "version": version, "dataset": to_builtins(bundle.dataset), "metrics": metrics}
        covered = {"table": table and str(table), "films": count_known(bundle)}
        echo_json(written | {"kinship": to_builtins(bundle.kinship), "facts": covered})
        return
    print_metrics(metrics)
    print_choice(bundle.kinship, choose)
    click.echo(describe_facts(bundle, table))
    click.echo(f"Bundle {version} written to {out}.")
    print_missing(with_users=not without_users, with_texts=with_texts)


def print_missing(*, with_users: bool, with_texts: bool) -> None:
    """Print what is not possible with a bundle that lacks its users or the texts of its films."""
    if not with_users:
        click.echo("The bundle has no users: `recommend --user-id` and common likes in `similar` need them.")
    if not with_texts:
        click.echo("The bundle has no film texts: mood prompts use the lexicon alone. Add them with --text.")


def print_metrics(metrics: dict[str, dict[str, Any]]) -> None:
    """Print what was measured, one line a model."""
    for name, values in metrics.items():
        click.echo(f"{name:12}" + "  ".join(f"{key} {value:,.6g}" for key, value in values.items()))


def count_known(bundle: "Bundle") -> int:
    """The number of films of a bundle of which facts are known."""
    known = bundle.read_facts()
    return 0 if known is None else known.known_films


def describe_facts(bundle: "Bundle", table: Path | None) -> str:
    """Say which table of film facts was used, and how many films of the bundle it covers."""
    from matinee.training.facts.table import SHIPPED_TABLE

    if table is None:
        return "Film facts: none, as --no-facts says."
    source = "the table that ships with Matinee" if table == SHIPPED_TABLE else table
    return f"Film facts: {count_known(bundle):,} of {len(bundle.catalogue):,} films, from {source}."


def print_choice(kinship: "Trained | None", requested: bool) -> None:
    """Print which kinship weights were chosen, or why none were although it was requested."""
    from matinee.engine.cli.bundle_report import print_kinship

    if kinship is not None:
        click.echo()
        print_kinship(kinship)
        click.echo()
    elif requested:
        click.echo("Too few users to choose the weights of the kinship terms; those of the policy file are used.")


def train_encoder(out: Path, seed: int, as_json: bool) -> None:
    """Make the encoder and print how closely it agrees with the original. Raises DataError."""
    from matinee.training.text.onnx_export import comparison_texts, export_encoder

    with steps(total=3) as step:
        card = export_encoder(out, comparison_texts(), seed, step)
    if as_json:
        echo_json(card)
        return
    agreement, tagger = card["metrics"]["agreement"], card["metrics"]["refusals"]
    click.echo(
        f"cosine similarity to the original over {agreement['texts']:.0f} texts: {agreement['mean']:.4f} on average, "
        f"at least {agreement['lowest']:.4f}"
    )
    click.echo(
        f"excluded words: {tagger['accuracy']:.1%} of {tagger['marks']:.0f} labelled correctly, recall "
        f"{tagger['recall']:.1%}, precision {tagger['precision']:.1%}"
    )
    click.echo(f"Encoder written to {out / 'encoder'}, {sum(card['bytes'].values()) / 1e6:.1f} MB.")
