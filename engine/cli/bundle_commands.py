"""`matinee bundle`: list, inspect, check, switch and remove the versions of a bundle."""

from pathlib import Path
from typing import Any

import click
from msgspec import to_builtins

from matinee.engine.bundle.versions import (
    all_versions,
    find_version,
    manifest_damage,
    read_version,
    remove_version,
    served_or_none,
    served_version,
    use_version,
    version_names,
)
from matinee.engine.cli.bundle_report import (
    file_sizes,
    format_size,
    print_check,
    print_version,
    print_versions,
    version_row,
)
from matinee.engine.cli.output import BUNDLE, JSON, echo_json
from matinee.engine.errors import BundleError, EncoderError
from matinee.engine.paths import MANIFEST, find_bundle
from matinee.engine.prompts.text.encoder import FOLDER, load_encoder, read_metadata


@click.group()
def bundle() -> None:
    """List, check, switch and remove versions of a bundle."""


@bundle.command("list")
@BUNDLE
@JSON
def list_versions(bundle: Path | None, as_json: bool) -> None:
    """List the versions, newest first; ▸ marks the one in use, ✗ a damaged one."""
    folder = find_bundle(bundle)
    versions = all_versions(folder)
    if as_json:
        rows = [version_row(version) for version in versions]
        echo_json({"folder": str(folder), "served": served_or_none(folder), "versions": rows})
    else:
        click.echo(f"{folder}\n")
        print_versions(versions)
    served_version(folder)  # raises if the manifest is damaged


@bundle.command()
@click.argument("version", required=False)
@BUNDLE
@JSON
def show(version: str | None, bundle: Path | None, as_json: bool) -> None:
    """Show the content of a version.

    Its data set, its models with their training and metrics, and its files; by default of the version in use.
    """
    folder = find_bundle(bundle)
    shown = read_version(folder, find_version(folder, version) if version is not None else served_version(folder))
    if not shown.manifest:
        raise BundleError(shown.damage[MANIFEST])
    if as_json:
        echo_json(version_row(shown) | {"sizes": file_sizes(shown), "manifest": to_builtins(shown.manifest)})
    else:
        print_version(shown)


@bundle.command()
@click.argument("version")
@BUNDLE
@JSON
def use(version: str, bundle: Path | None, as_json: bool) -> None:
    """Use a version from now on, after checking all its files."""
    folder = find_bundle(bundle)
    before = served_or_none(folder)
    used = use_version(folder, version)
    if as_json:
        echo_json({"folder": str(folder), "served": used.name, "before": before})
    elif used.name == before:
        click.echo(f"Version {used.name} is already in use.")
    else:
        click.echo(f"Version {used.name} is now in use." + (f" Before: {before}." if before else ""))


@bundle.command()
@click.argument("version", required=False)
@click.option("--all", "every", is_flag=True, help="Check every version.")
@BUNDLE
@JSON
def verify(version: str | None, every: bool, bundle: Path | None, as_json: bool) -> None:
    """Check every file of a version, and the encoder beside it.

    By default of the version in use. Exit code 1 when a file is damaged.
    """
    if version is not None and every:
        raise click.UsageError("Give either VERSION or --all.")
    folder = find_bundle(bundle)
    damage = manifest_damage(folder) if version is None else {}
    if version is not None:
        names = [find_version(folder, version)]
    elif every:
        names = version_names(folder)
    else:
        names = [] if damage else [served_version(folder)]
    versions = [read_version(folder, name) for name in names]
    encoder = check_encoder(folder)
    if as_json:
        rows = [version_row(each) for each in versions]
        echo_json({"folder": str(folder), "damage": damage, "versions": rows, "encoder": encoder})
    else:
        print_check(damage, versions, encoder)
    if damage or any(each.damage for each in versions) or (encoder and encoder["damage"]):
        raise SystemExit(1)


def check_encoder(folder: Path) -> dict[str, Any] | None:
    """The number of files of a bundle folder's own encoder, and what is wrong with it; None if it has none."""
    if not (folder / FOLDER).is_dir():
        return None
    try:
        load_encoder(folder / FOLDER)
        return {"files": len(read_metadata(folder / FOLDER).files), "damage": None}
    except EncoderError as error:
        return {"files": 0, "damage": str(error)}


@bundle.command()
@click.argument("version")
@BUNDLE
@JSON
def remove(version: str, bundle: Path | None, as_json: bool) -> None:
    """Delete a version that is not in use."""
    folder = find_bundle(bundle)
    removed = remove_version(folder, version)
    if as_json:
        echo_json({"folder": str(folder), "removed": removed.name, "size": removed.size})
    else:
        click.echo(f"Version {removed.name} is deleted; {format_size(removed.size)} freed.")
