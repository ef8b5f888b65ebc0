"""`matinee bundle`: which versions of a bundle there are, which one is served, going back, and throwing away."""

import json
from pathlib import Path
from typing import Any

import click

from matinee.engine.bundle.versions import (
    all_versions,
    damage_above,
    find_version,
    read_version,
    remove_version,
    served_if_known,
    served_version,
    use_version,
    version_names,
)
from matinee.engine.cli.bundle_report import (
    file_sizes,
    megabytes,
    print_check,
    print_version,
    print_versions,
    version_row,
)
from matinee.engine.cli.commands import BUNDLE, JSON
from matinee.engine.errors import BundleError
from matinee.engine.paths import MANIFEST, find_bundle


@click.group()
def bundle() -> None:
    """List, check, go back to and remove versions of a bundle."""


@bundle.command("list")
@BUNDLE
@JSON
def list_versions(bundle: Path | None, as_json: bool) -> None:
    """The versions there are, the newest first; ▸ marks the one served, ✗ a broken one."""
    folder = find_bundle(bundle)
    versions = all_versions(folder)
    if as_json:
        rows = [version_row(version) for version in versions]
        echo_json({"folder": str(folder), "served": served_if_known(folder), "versions": rows})
    else:
        click.echo(f"{folder}\n")
        print_versions(versions)
    served_version(folder)  # raises where the manifest that says so is damaged


@bundle.command()
@click.argument("version", required=False)
@BUNDLE
@JSON
def show(version: str | None, bundle: Path | None, as_json: bool) -> None:
    """Say what a version is made of.

    Its data set, its models with their training and metrics, and its files; by default of the version served.
    """
    folder = find_bundle(bundle)
    shown = read_version(folder, find_version(folder, version) if version is not None else served_version(folder))
    if not shown.manifest:
        raise BundleError(shown.damage[MANIFEST])
    if as_json:
        echo_json(version_row(shown) | {"sizes": file_sizes(shown), "manifest": shown.manifest})
    else:
        print_version(shown)


@bundle.command()
@click.argument("version")
@BUNDLE
@JSON
def use(version: str, bundle: Path | None, as_json: bool) -> None:
    """Serve a version from now on, once every file of it is found whole."""
    folder = find_bundle(bundle)
    before = served_if_known(folder)
    used = use_version(folder, version)
    if as_json:
        echo_json({"folder": str(folder), "served": used.name, "before": before})
    elif used.name == before:
        click.echo(f"Version {used.name} is served already.")
    else:
        click.echo(f"Version {used.name} is served from now on." + (f" Before: {before}." if before else ""))


@bundle.command()
@click.argument("version", required=False)
@click.option("--all", "every", is_flag=True, help="Every version there is.")
@BUNDLE
@JSON
def verify(version: str | None, every: bool, bundle: Path | None, as_json: bool) -> None:
    """Check every file of a version.

    By default of the version served. Exit code 1 when a file is damaged.
    """
    if version is not None and every:
        raise click.UsageError("Give either VERSION or --all.")
    folder = find_bundle(bundle)
    above = damage_above(folder) if version is None else {}
    if version is not None:
        names = [find_version(folder, version)]
    elif every:
        names = version_names(folder)
    else:
        names = [] if above else [served_version(folder)]
    versions = [read_version(folder, name) for name in names]
    if as_json:
        echo_json({"folder": str(folder), "damage": above, "versions": [version_row(each) for each in versions]})
    else:
        print_check(above, versions)
    if above or any(each.damage for each in versions):
        raise SystemExit(1)


@bundle.command()
@click.argument("version")
@BUNDLE
@JSON
def remove(version: str, bundle: Path | None, as_json: bool) -> None:
    """Delete a version that is not served."""
    folder = find_bundle(bundle)
    removed = remove_version(folder, version)
    if as_json:
        echo_json({"folder": str(folder), "removed": removed.name, "size": removed.size})
    else:
        click.echo(f"Version {removed.name} is removed; {megabytes(removed.size)} freed.")


def echo_json(document: dict[str, Any]) -> None:
    """One JSON document."""
    click.echo(json.dumps(document, ensure_ascii=False))
