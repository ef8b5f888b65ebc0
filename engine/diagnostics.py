"""What a bug report needs: versions, the terminal, paths, and whether policy, configuration and bundle are whole.

Nothing personal: no name of a session, and ``~`` for the home folder.
"""

import os
import platform
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from matinee.engine.bundle.bundle import read_manifest, verify_bundle
from matinee.engine.environment import system, terminal, without_home
from matinee.engine.errors import MatineeError
from matinee.engine.paths import find_bundle, log_folder, saved_sessions, user_config, user_policy
from matinee.engine.recommender import load
from matinee.engine.storage.store import session_names
from matinee.policy import PolicyError, load_policy

PACKAGES = (
    *["matinee", "textual", "textual-plot", "textual-serve", "rich", "click", "numpy", "rapidfuzz", "pyyaml"],
    *["platformdirs", "filelock", "onnxruntime", "tokenizers"],
)
Check = Callable[[], str]
"""Says in a sentence that something is whole, or raises an error that says what is wrong with it."""


def examine(bundle: Path | None = None, config: Check | None = None) -> dict[str, Any]:
    """Versions, system, terminal, paths, the bundle's manifest, its models and named checks; never raises.

    ``config`` checks the configuration of the app, which only the app understands.
    """
    found: dict[str, Any] = {"folder": None, "manifest": None, "models": []}

    def check_policy() -> str:
        load_policy(override=user_policy())
        return "valid, with your own values" if user_policy().exists() else "valid"

    def check_bundle() -> str:
        found["folder"] = find_bundle(bundle)
        found["manifest"] = read_manifest(found["folder"])
        return f"{verify_bundle(found['folder'])} files, all whole"

    def check_serving() -> str:
        recommender = load(found["folder"] or bundle)
        found["models"] = recommender.model_names
        return f"{len(recommender.catalogue):,} films"

    def check_prompts() -> str:
        understanding = load(found["folder"] or bundle).understanding
        understanding.load_encoder()
        return f"read by the lexicon alone: {understanding.problem}" if understanding.problem else "encoder whole"

    checks = [
        run_check("policy", check_policy),
        *([run_check("configuration", config)] if config else []),
        run_check("bundle", check_bundle),
        run_check("serving", check_serving),
        run_check("prompts", check_prompts),
    ]
    places = {"your policy": user_policy, "configuration": user_config, "sessions": saved_sessions, "logs": log_folder}
    own = {name: place(where) for name, where in places.items()}
    paths = {"bundle": str(found["folder"]) if found["folder"] else None, **own}
    report = {
        "versions": {"python": platform.python_version(), **{name: installed(name) for name in PACKAGES}},
        "system": system(),
        "terminal": terminal(os.environ),
        "paths": paths,
        "exist": {name: exists(path) for name, path in paths.items()},
        "saved sessions": count_sessions(),
        "bundle": found["manifest"],
        "models": found["models"],
        "checks": checks,
    }
    return {name: without_home(part) for name, part in report.items()}


def run_check(name: str, check: Check) -> dict[str, Any]:
    """The outcome of one check, in a sentence."""
    try:
        return {"name": name, "ok": True, "detail": check()}
    except (MatineeError, PolicyError, OSError) as error:
        return {"name": name, "ok": False, "detail": str(error)}
    except Exception as error:  # noqa: BLE001 - whatever it is, a bug report is where it belongs
        return {"name": name, "ok": False, "detail": f"unexpected {type(error).__name__}: {error}"}


def place(where: Callable[[], Path]) -> str | None:
    """Where something is looked for; None where there is no such place, as without a home folder."""
    try:
        return str(where())
    except (OSError, RuntimeError):
        return None


def exists(path: str | None) -> bool | None:
    """Whether something is there; None where that cannot be told."""
    try:
        return path is not None and Path(path).exists()
    except OSError:
        return None


def count_sessions() -> int | None:
    """How many sessions are kept; None where that cannot be told."""
    try:
        return len(session_names())
    except (MatineeError, RuntimeError):
        return None


def installed(package: str) -> str:
    """The version of a package."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
