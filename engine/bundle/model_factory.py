"""Model names to models: "svd_likes", or "svd_likes+ema" for another update rule than the default."""

from math import inf

from matinee.engine.bundle.bundle import Bundle
from matinee.engine.bundle.manifest import ModelEntry, NeighboursEntry, NetworkEntry, VectorsEntry
from matinee.engine.errors import MatineeError, ModelNotFoundError
from matinee.engine.models.base import Model
from matinee.engine.models.baselines import Popularity, Random
from matinee.engine.models.blend import Blend
from matinee.engine.models.factor_models import FactorModel, ItemFactors, UpdateRule, ema, least_squares, posterior
from matinee.engine.models.item_item import ItemItemModel, ItemWeights
from matinee.engine.models.neural import Network, NetworkModel
from matinee.policy import Policy
from matinee.policy.renamed import MODELS, renamed
from matinee.policy.settings import did_you_mean

BASELINES = ("popularity", "random")
RECENT = "recent"
"""Update rule of item–item models under which older answers count less: "edlae+recent"."""


def model_names(bundle: Bundle) -> list[str]:
    """Every name that ``create_model`` accepts, the default first."""
    names = sorted(bundle.models, key=lambda name: name != bundle.default_model)
    others = [f"{name}+{rule}" for name, entry in bundle.models.items() for rule in other_rules(entry)]
    return [*names, *others, *BASELINES]


def other_rules(entry: ModelEntry) -> list[str]:
    """Update rules a model can be used with besides its default."""
    if isinstance(entry, NeighboursEntry):
        return [RECENT]
    if isinstance(entry, VectorsEntry):
        return [rule for rule in factor_rules(entry.prior, entry.confidence) if rule != entry.rule]
    return []


def factor_rules(prior: bool, confidence: float) -> list[str]:
    """Update rules a factor model can be used with.

    Args:
        prior: whether the bundle has a prior for it.
        confidence: its ``ItemFactors.confidence``.
    """
    if not prior:
        return ["ema"]
    return ["ema", "least_squares" if confidence else "posterior"]


def create_model(bundle: Bundle, name: str | None, policy: Policy) -> Model:
    """Create a model by name; former names of renamed models are accepted.

    Args:
        bundle: where the trained models are.
        name: one of ``model_names``; None for the default.
        policy: coefficients of the update rules.

    Raises:
        ModelNotFoundError: the bundle has no such model, or the model no such update rule.
    """
    name = bundle.default_model if name is None else renamed(name, MODELS)
    if name == "popularity":
        return Popularity(bundle.catalogue.like_counts)
    if name == "random":
        return Random(bundle.catalogue.rating_counts > 0)
    if name in bundle.blends:
        parts = bundle.blends[name].items()
        return Blend(name, [(create_model(bundle, part, policy), weight) for part, weight in parts])
    base, _, rule = name.partition("+")
    trained = bundle.trained.get(base)
    if isinstance(trained, ItemFactors):
        if not rule or rule in factor_rules(trained.prior is not None, trained.confidence):
            return FactorModel(name, trained.vectors, create_rule(rule or trained.rule, trained, policy))
    elif isinstance(trained, ItemWeights) and rule in ("", RECENT):
        half_life = policy.neighbours_half_life if rule == RECENT else inf
        return ItemItemModel(name, trained, policy.neighbours_dislike_weight, half_life)
    elif isinstance(trained, Network) and not rule:
        return NetworkModel(name, trained, len(bundle.catalogue))
    raise ModelNotFoundError(unknown_model_message(name, model_names(bundle)))


def create_rule(rule: str, factors: ItemFactors, policy: Policy) -> UpdateRule:
    """Create an update rule by name, with the policy's coefficients."""
    if rule == "posterior" and factors.prior is not None:
        return posterior(policy, factors.prior)
    if rule == "least_squares" and factors.prior is not None:
        return least_squares(policy, factors.prior, factors.confidence)
    return ema(policy)


def comparable_model(bundle: Bundle, name: str) -> ItemFactors | ItemWeights:
    """The trained model of that name, if it can compare films. Raises MatineeError if it cannot."""
    trained = bundle.trained.get(name)
    if not isinstance(trained, ItemFactors | ItemWeights):
        comparing = [other for other in bundle.trained if not isinstance(bundle.models[other], NetworkEntry)]
        raise MatineeError(f"The model '{name}' does not compare films; choose one of {', '.join(comparing)}.")
    return trained


def factors_of(bundle: Bundle, model: Model) -> ItemFactors | None:
    """The factors of a model, or of the first part of a blend that has any; None if there are none."""
    if isinstance(model, Blend):
        return next((found for part, _ in model.parts if (found := factors_of(bundle, part)) is not None), None)
    trained = bundle.trained.get(model.name.partition("+")[0])
    return trained if isinstance(trained, ItemFactors) else None


def unknown_model_message(name: str, names: list[str]) -> str:
    """The error message for an unknown model: suggests the closest of ``names``, or lists them all."""
    hint = did_you_mean(name, names, otherwise=f"this bundle has {', '.join(names)}.")
    return f"There is no model '{name}'; {hint}"
