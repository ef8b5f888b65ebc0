"""The versions of a bundle, told as JSON and for people."""

from collections.abc import Sequence
from typing import Any

import click

from matinee.engine.bundle.versions import Version
from matinee.engine.cli.tables import print_table


def version_row(version: Version) -> dict[str, Any]:
    """A version as JSON; what its manifest does not say is null."""
    manifest = version.manifest
    return {
        "version": version.name,
        "served": version.served,
        "dataset": manifest.get("dataset", {}).get("name"),
        "models": list(manifest.get("models", {})),
        "default_model": manifest.get("default_model"),
        "written": version.written.isoformat(timespec="seconds") if version.written else None,
        "size": version.size,
        "files": len(manifest.get("files", {})),
        "damage": version.damage,
    }


def print_versions(versions: Sequence[Version]) -> None:
    """Versions, a line each, and below what is wrong with those that are not whole."""
    columns = {"": "bold", "version": "bold", "data set": "", "models": "", "written": "dim", "size": ""}
    print_table(columns, [cells(version) for version in versions], to_the_right={"size"})
    for version in versions:
        if version.damage:
            click.echo(f"\n✗ {version.name}: {state(version)}")


def cells(version: Version) -> list[str]:
    """A version as a line of a table."""
    row = version_row(version)
    mark = ("▸" if version.served else " ") + ("✗" if version.damage else "")
    models = ", ".join(row["models"])
    return [mark, version.name, str(row["dataset"] or ""), models, written(version), megabytes(version.size)]


def print_check(above: dict[str, str], versions: Sequence[Version]) -> None:
    """What is wrong with the manifest above and with each version, a line a file."""
    for sentence in above.values():
        click.echo(f"✗ {sentence}")
    for version in versions:
        if version.damage:
            click.echo("\n    ".join([f"✗ {version.name}", *version.damage.values()]))
        else:
            click.echo(f"✓ {version.name}: {len(version.manifest['files'])} files, all whole")


def print_version(version: Version) -> None:
    """Everything a version's manifest says, and how large its files are."""
    dataset, models = dict(version.manifest["dataset"]), version.manifest["models"]
    head = {
        "version": version.name + (" (served)" if version.served else ""),
        "state": state(version),
        "written": written(version),
        "size": megabytes(version.size),
        "default model": version.manifest.get("default_model"),
        "data set": dataset.pop("name", None),
        "digest": dataset.pop("sha256", None),
    }
    for name, value in (head | dataset).items():
        click.echo(f"{name:16}{said(value)}")
    click.echo()
    print_table(
        {"model": "bold", "kind": "", "training": "", "metrics": ""},
        [[name, *("\n".join(lines(part)) for part in parts(entry))] for name, entry in models.items()],
    )
    click.echo()
    rows = [
        [
            name,
            "missing" if size is None else said(size),
            "changed" if size is not None and name in version.damage else "",
        ]
        for name, size in file_sizes(version).items()
    ]
    print_table({"file": "", "bytes": "", "": ""}, rows, to_the_right={"bytes"})


def parts(entry: dict[str, Any]) -> tuple[Any, Any, Any]:
    """What a model is, how it was trained, and what that measured."""
    rest = {name: value for name, value in entry.items() if name not in ("kind", "config", "metrics")}
    return {str(entry.get("kind")): rest}, entry.get("config"), entry.get("metrics")


def lines(values: Any, indent: str = "") -> list[str]:
    """Names and values, one below the other; what belongs to a name is indented below it."""
    if not isinstance(values, dict):
        return [] if values is None else [indent + said(values)]
    told = []
    for name, value in values.items():
        if isinstance(value, dict):
            told += [f"{indent}{name}", *lines(value, indent + "  ")]
        else:
            told.append(f"{indent}{name} {said(value)}")
    return told


def said(value: Any) -> str:
    """A value of the manifest as people write it."""
    if value is None or isinstance(value, bool):
        return {None: "none", True: "yes", False: "no"}[value]
    if isinstance(value, float):
        return f"{value:,.6g}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def file_sizes(version: Version) -> dict[str, int | None]:
    """File → its bytes on disk; None where it is missing."""
    paths = {name: version.folder / name for name in version.manifest["files"]}
    return {name: path.stat().st_size if path.is_file() else None for name, path in paths.items()}


def state(version: Version) -> str:
    """Whether a version is whole, in a few words."""
    if version.damage and version.manifest:
        return f"damaged: {', '.join(version.damage)}"
    return " ".join(version.damage.values()) or "whole"


def written(version: Version) -> str:
    """When a version was written, by the clock on the wall."""
    return version.written.astimezone().strftime("%Y-%m-%d %H:%M") if version.written else ""


def megabytes(size: int) -> str:
    """A size on disk, in units of a million bytes."""
    return f"{size / 1e6:,.1f} MB"
