"""What the tab key offers: names of models, of genres and of evenings that were kept."""

import json
from collections.abc import Iterable
from typing import Any

import click

from matinee.engine.errors import MatineeError
from matinee.engine.paths import MANIFEST, find_bundle


def complete_models(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """Models of the bundle that is named, or found."""
    return beginning(incomplete, manifest(ctx).get("models", {}))


def complete_genres(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """Genres of the bundle that is named, or found."""
    return beginning(incomplete, manifest(ctx).get("genres", []))


def complete_sessions(_ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """Evenings that were kept."""
    from matinee.engine.storage.store import session_names

    try:
        return beginning(incomplete, session_names())
    except (MatineeError, OSError):
        return []


def manifest(ctx: click.Context) -> dict[str, Any]:
    """The manifest of the bundle; empty where it cannot be read: a shell has no place for an error."""
    try:
        named = ctx.params.get("bundle")
        path = find_bundle(named) / MANIFEST
        read = json.loads(path.read_text(encoding="utf-8"))
    except (MatineeError, OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}


def beginning(incomplete: str, names: Iterable[str]) -> list[str]:
    """Those that begin like what is typed, whatever the case."""
    return [name for name in names if name.casefold().startswith(incomplete.casefold())]
