"""What a bug report needs: versions, paths, and whether policy and bundle are whole."""

import platform
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from engine.bundle import read_manifest, verify_bundle
from engine.errors import MatineeError
from engine.paths import find_bundle, user_policy
from engine.recommender import load
from policy import PolicyError, load_policy

PACKAGES = ("matinee", "textual", "numpy", "rapidfuzz", "click", "pyyaml", "platformdirs", "onnxruntime", "tokenizers")


def examine(bundle: Path | None = None) -> dict[str, Any]:
    """Versions, paths, the bundle's manifest, its models and named checks; never raises for what it finds."""
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
        run_check("bundle", check_bundle),
        run_check("serving", check_serving),
        run_check("prompts", check_prompts),
    ]
    return {
        "versions": {"python": platform.python_version(), **{name: installed(name) for name in PACKAGES}},
        "paths": {"bundle": str(found["folder"]) if found["folder"] else None, "your policy": str(user_policy())},
        "bundle": found["manifest"],
        "models": found["models"],
        "checks": checks,
    }


def run_check(name: str, check: Callable[[], str]) -> dict[str, Any]:
    """The outcome of one check, in a sentence."""
    try:
        return {"name": name, "ok": True, "detail": check()}
    except (MatineeError, PolicyError, OSError) as error:
        return {"name": name, "ok": False, "detail": str(error)}


def installed(package: str) -> str:
    """The version of a package."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
