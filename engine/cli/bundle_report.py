"""Versions of a bundle, formatted as JSON and as text."""

from collections.abc import Sequence
from typing import Any

import click
from msgspec import to_builtins

from matinee.engine.bundle.manifest import Trained, parse_kinship
from matinee.engine.bundle.training_users import user_files
from matinee.engine.bundle.versions import Version
from matinee.engine.cli.output import format_time, print_table

FORMAT_WITH_FACTS = 4
"""The first format of bundles that can hold film facts."""
FRONTIER_COLUMNS = {
    "likes": "likes in 20",
    "weighted_likes": "weighted",
    "first5": "first 5",
    "first20": "first 20",
    "worst": "worst",
}
"""Metric of a level of the kinship weights → its heading."""


def version_row(version: Version) -> dict[str, Any]:
    """A version for JSON; values missing from its manifest are null."""
    manifest = version.manifest
    return {
        "version": version.name,
        "served": version.served,
        "dataset": manifest and manifest.dataset.name,
        "models": list(manifest.models) if manifest else [],
        "default_model": manifest and manifest.default_model,
        "written": version.written.isoformat(timespec="seconds") if version.written else None,
        "size": version.size,
        "files": len(manifest.files) if manifest else 0,
        "damage": version.damage,
    }


def print_versions(versions: Sequence[Version]) -> None:
    """Print a table of versions, followed by what is wrong with the damaged ones."""
    columns = {"": "bold", "version": "bold", "data set": "", "models": "", "written": "dim", "size": ""}
    print_table(columns, [table_row(version) for version in versions], right_aligned={"size"})
    for version in versions:
        if version.damage:
            click.echo(f"\n✗ {version.name}: {status_text(version)}")


def table_row(version: Version) -> list[str]:
    """Cells of a version in the table."""
    row = version_row(version)
    mark = ("▸" if version.served else " ") + ("✗" if version.damage else "")
    models = ", ".join(row["models"])
    return [mark, version.name, str(row["dataset"] or ""), models, write_time(version), format_size(version.size)]


def print_check(damage: dict[str, str], versions: Sequence[Version], encoder: dict[str, Any] | None) -> None:
    """Print the result of a check: damage of the bundle's manifest, of each version with a line a file, of the encoder.

    Args:
        damage: as ``manifest_damage`` returns it.
        versions: the versions that were checked.
        encoder: number of files, and damage, of the encoder; None if the bundle has none of its own.
    """
    for sentence in damage.values():
        click.echo(f"✗ {sentence}")
    for version in versions:
        if version.damage:
            click.echo("\n    ".join([f"✗ {version.name}", *version.damage.values()]))
        else:
            click.echo(f"✓ {version.name}: {len(file_sizes(version))} files, none damaged")
    if encoder is not None and encoder["damage"]:
        click.echo(f"✗ encoder\n    {encoder['damage']}")
    elif encoder is not None:
        click.echo(f"✓ encoder: {encoder['files']} files, none damaged")


def print_version(version: Version) -> None:
    """Print the content of a version's manifest and the sizes of its files."""
    manifest = to_builtins(version.manifest)
    dataset, models = manifest["dataset"], manifest["models"]
    head = {
        "version": version.name + (" (in use)" if version.served else ""),
        "state": status_text(version),
        "written": write_time(version),
        "size": format_size(version.size),
        "default model": manifest["default_model"],
        "film facts": facts_text(manifest),
        "users' ratings": "yes" if user_files(manifest["files"]) else "left out (--without-users)",
        "data set": dataset.pop("name"),
        "digest": dataset.pop("sha256"),
    }
    for name, value in (head | dataset).items():
        click.echo(f"{name:16}{format_value(value)}")
    click.echo()
    print_table(
        {"model": "bold", "kind": "", "training": "", "metrics": ""},
        [[name, *("\n".join(nested_lines(part)) for part in entry_columns(entry))] for name, entry in models.items()],
    )
    click.echo()
    if version.manifest is not None and version.manifest.kinship is not None:
        print_kinship(version.manifest.kinship)
        click.echo()
    rows = [
        [
            name,
            "missing" if size is None else format_value(size),
            "changed" if size is not None and name in version.damage else "",
        ]
        for name, size in file_sizes(version).items()
    ]
    print_table({"file": "", "bytes": "", "": ""}, rows, right_aligned={"bytes"})


def facts_text(manifest: dict[str, Any]) -> str:
    """The number of films that a bundle has facts of; without any, why not."""
    if facts := manifest.get("facts"):
        return f"{facts['films']:,} films"
    if manifest["format"] < FORMAT_WITH_FACTS:
        return f"none (bundle of format {manifest['format']}); rebuild with `matinee train`"
    return "none (trained without them)"


def print_kinship(kinship: Trained) -> None:
    """Print the weights chosen for the kinship terms, and the levels they were chosen from; ▸ marks the chosen one.

    Likes are means over validation users; the others are shares of the films shown to personas.
    """
    weights = [f"{setting_name(name)} {format_value(value)}" for name, value in kinship.config.items()]
    click.echo("kinship weights  " + " · ".join(weights))
    metrics = parse_kinship(kinship.metrics)
    chosen = metrics.scale, kinship.config.get("kin_absence_share")
    rows = [
        [
            "▸" if (level.scale, level.absence) == chosen else "",
            *(f"{number:g}" for number in (level.scale, level.absence)),
            *(
                "–" if number is None else f"{number:.2f}"
                for number in (getattr(level, name) for name in FRONTIER_COLUMNS)
            ),
        ]
        for level in metrics.frontier
    ]
    headings = ["", "scale", "absence", *FRONTIER_COLUMNS.values()]
    print_table(dict.fromkeys(headings, ""), rows, right_aligned=headings)


def setting_name(setting: str) -> str:
    """The short name of a kinship setting: "genre" for ``kin_genre_weight``, "absence share" for the share."""
    return setting.removeprefix("kin_").removesuffix("_weight").replace("_", " ")


def entry_columns(entry: dict[str, Any]) -> tuple[Any, Any, Any]:
    """A model's entry in the manifest: kind and files, configuration, metrics."""
    rest = {name: value for name, value in entry.items() if name not in ("kind", "config", "metrics")}
    return {str(entry.get("kind")): rest}, entry.get("config"), entry.get("metrics")


def nested_lines(values: Any, indent: str = "") -> list[str]:
    """Lines of a mapping, one for each value; nested mappings are indented below their names."""
    if not isinstance(values, dict):
        return [] if values is None else [indent + format_value(values)]
    formatted = []
    for name, value in values.items():
        if isinstance(value, dict):
            formatted += [f"{indent}{name}", *nested_lines(value, indent + "  ")]
        else:
            formatted.append(f"{indent}{name} {format_value(value)}")
    return formatted


def format_value(value: Any) -> str:
    """A value of the manifest as text: "yes", "none", "9,724", "0.318"."""
    if value is None or isinstance(value, bool):
        return {None: "none", True: "yes", False: "no"}[value]
    if isinstance(value, float):
        return f"{value:,.6g}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def file_sizes(version: Version) -> dict[str, int | None]:
    """File → its size in bytes; None if it is missing."""
    paths = {name: version.folder / name for name in (version.manifest.files if version.manifest else ())}
    return {name: path.stat().st_size if path.is_file() else None for name, path in paths.items()}


def status_text(version: Version) -> str:
    """Whether a version is complete, in a few words."""
    if version.damage and version.manifest:
        return f"damaged: {', '.join(version.damage)}"
    return " ".join(version.damage.values()) or "complete"


def write_time(version: Version) -> str:
    """Local time at which a version was written, or ""."""
    return format_time(version.written) if version.written else ""


def format_size(size: int) -> str:
    """A size in bytes as megabytes (10⁶ bytes)."""
    return f"{size / 1e6:,.1f} MB"
