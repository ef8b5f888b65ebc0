"""From a name to a model: "svd_likes", or "svd_likes+ema" for another update rule than the usual one."""

from difflib import get_close_matches
from math import inf
from typing import Any

from matinee.engine.bundle.bundle import Bundle
from matinee.engine.errors import UnknownModel
from matinee.engine.models.base import Model
from matinee.engine.models.baselines import Popularity, Random
from matinee.engine.models.blend import Blend
from matinee.engine.models.factor_models import ItemSpace, UpdateRule, VectorModel, ema, least_squares, posterior
from matinee.engine.models.item_item import ItemItem, Neighbours
from matinee.engine.models.neural import Network, NetworkModel
from matinee.policy import Policy

BASELINES = ("popularity", "random")
RECENT = "recent"
"""The update rule of neighbours that forgets: "edlae+recent"."""


def model_names(bundle: Bundle) -> list[str]:
    """Every name that ``select_model`` takes, the default first."""
    names = sorted(bundle.models, key=lambda name: name != bundle.default_model)
    others = [f"{name}+{rule}" for name, entry in bundle.models.items() for rule in other_rules(entry)]
    return [*names, *others, *BASELINES]


def other_rules(entry: dict[str, Any]) -> list[str]:
    """Update rules that a model, as the manifest describes it, can be served with besides its own."""
    if entry["kind"] == "neighbours":
        return [RECENT]
    if entry["kind"] == "vectors":
        return [rule for rule in rules(entry["prior"], entry["confidence"]) if rule != entry["rule"]]
    return []


def rules(prior: bool, confidence: float) -> list[str]:
    """Update rules an item space can be served with."""
    if not prior:
        return ["ema"]
    return ["ema", "least_squares" if confidence else "posterior"]


def select_model(bundle: Bundle, name: str | None, policy: Policy) -> Model:
    """The model of that name; the bundle's default for None. Raises UnknownModel."""
    name = bundle.default_model if name is None else name
    if name == "popularity":
        return Popularity(bundle.catalogue.like_counts)
    if name == "random":
        return Random(bundle.catalogue.rating_counts > 0)
    if name in bundle.blends:
        parts = bundle.blends[name].items()
        return Blend(name, [(select_model(bundle, part, policy), weight) for part, weight in parts])
    base, _, rule = name.partition("+")
    trained = bundle.trained.get(base)
    if isinstance(trained, ItemSpace) and (not rule or rule in rules(trained.prior is not None, trained.confidence)):
        return VectorModel(name, trained.vectors, update_rule(rule or trained.rule, trained, policy))
    if isinstance(trained, Neighbours) and rule in ("", RECENT):
        half_life = policy.neighbours_half_life if rule == RECENT else inf
        return ItemItem(name, trained, policy.neighbours_dislike_weight, half_life)
    if isinstance(trained, Network) and not rule:
        return NetworkModel(name, trained, len(bundle.catalogue))
    raise UnknownModel(no_such_model(name, model_names(bundle)))


def update_rule(rule: str, space: ItemSpace, policy: Policy) -> UpdateRule:
    """The update rule of that name, with the policy's coefficients."""
    if rule == "posterior" and space.prior is not None:
        return posterior(policy, space.prior)
    if rule == "least_squares" and space.prior is not None:
        return least_squares(policy, space.prior, space.confidence)
    return ema(policy)


def no_such_model(name: str, names: list[str]) -> str:
    """The sentence for a model that is not there."""
    close = get_close_matches(name, names, n=1)
    hint = f"did you mean '{close[0]}'?" if close else f"this bundle has {', '.join(names)}."
    return f"There is no model '{name}'; {hint}"
