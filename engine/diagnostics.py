"""The report of `matinee doctor`: versions, terminal, paths, and whether policy, configuration and bundle are valid.

It contains no personal data: sessions are counted, not named, and ``~`` stands for the home folder.
"""

import os
import platform
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from msgspec import to_builtins

from matinee.engine.bundle.manifest import read_manifest
from matinee.engine.bundle.verification import verify_bundle
from matinee.engine.environment import describe_system, describe_terminal, redact_home
from matinee.engine.errors import EncoderError, MatineeError, describe_os_error
from matinee.engine.paths import find_bundle, log_folder, saved_sessions, user_cache, user_config, user_policy
from matinee.engine.recommender import load
from matinee.engine.storage.store import session_names
from matinee.policy import PolicyError, load_policy

PACKAGES = (
    *["matinee", "textual", "textual-plot", "textual-serve", "textual-image", "rich", "click", "numpy", "rapidfuzz"],
    *["pyyaml", "msgspec", "platformdirs", "filelock", "onnxruntime", "tokenizers", "pillow"],
)
Check = Callable[[], str]
"""Returns a short description of something valid, or raises an error that explains what is wrong."""


def diagnose(bundle: Path | None = None, config: Check | None = None) -> dict[str, Any]:
    """Collect versions, system, terminal, paths, the bundle's manifest, its models and the checks; never raises.

    Args:
        bundle: folder of the bundle; None for the one ``find_bundle`` finds.
        config: checks the app's configuration, which the engine cannot read; None to leave it out.
    """
    found: dict[str, Any] = {"folder": None, "manifest": None, "models": []}

    def check_policy() -> str:
        path = user_policy()
        load_policy(override=path)
        return "valid, with your own values" if path is not None and path.exists() else "valid"

    def check_bundle() -> str:
        found["folder"] = find_bundle(bundle)
        found["manifest"] = to_builtins(read_manifest(found["folder"]))
        return f"{verify_bundle(found['folder'])} files, all intact"

    def check_serving() -> str:
        recommender = load(found["folder"] or bundle)
        found["models"] = recommender.model_names
        return f"{len(recommender.catalogue):,} films"

    def check_prompts() -> str:
        recommender = load(found["folder"] or bundle)
        recommender.prompts.load_encoder()
        problem = recommender.prompts.problem
        if problem and recommender.similarity.texts is not None:  # what the encoder needs is there
            raise EncoderError(f"lexicon only: {problem}")
        return f"lexicon only: {problem}" if problem else "encoder loaded"

    checks = [
        run_check("policy", check_policy),
        *([run_check("configuration", config)] if config else []),
        run_check("bundle", check_bundle),
        run_check("serving", check_serving),
        run_check("prompts", check_prompts),
    ]
    locate = {"your policy": user_policy, "configuration": user_config, "sessions": saved_sessions}
    locate |= {"logs": log_folder, "cache": user_cache}
    own = {name: path_text(find) for name, find in locate.items()}
    paths = {"bundle": str(found["folder"]) if found["folder"] else None, **own}
    report = {
        "versions": {"python": platform.python_version(), **{name: package_version(name) for name in PACKAGES}},
        "system": describe_system(),
        "terminal": describe_terminal(os.environ),
        "paths": paths,
        "exist": {name: path_exists(path) for name, path in paths.items()},
        "saved sessions": count_sessions(),
        "bundle": found["manifest"],
        "models": found["models"],
        "checks": checks,
    }
    return {name: redact_home(part) for name, part in report.items()}


def run_check(name: str, check: Check) -> dict[str, Any]:
    """Run one check and return its name, whether it passed, and a sentence about it."""
    try:
        return {"name": name, "ok": True, "detail": check()}
    except (MatineeError, PolicyError) as error:
        return {"name": name, "ok": False, "detail": str(error)}
    except OSError as error:
        return {"name": name, "ok": False, "detail": describe_os_error(error)}
    except Exception as error:  # noqa: BLE001 - a bug report must contain any error
        return {"name": name, "ok": False, "detail": f"unexpected {type(error).__name__}: {error}"}


def path_text(find: Callable[[], Path | None]) -> str | None:
    """Return a path as text; None if it cannot be determined, for example without a home folder."""
    try:
        path = find()
    except MatineeError:
        return None
    return None if path is None else str(path)


def path_exists(path: str | None) -> bool | None:
    """Return whether a path exists; None if that cannot be determined."""
    try:
        return path is not None and Path(path).exists()
    except OSError:
        return None


def count_sessions() -> int | None:
    """Count the saved sessions; None if they cannot be listed."""
    try:
        return len(session_names())
    except MatineeError:
        return None


def package_version(package: str) -> str:
    """Return the version of an installed package."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
