"""From a name to a model: "svd_likes", or "svd_likes+ema" for another update rule than the usual one."""

from difflib import get_close_matches

from engine.bundle import Bundle
from engine.errors import UnknownModel
from engine.models.base import Model
from engine.models.baselines import Popularity, Random
from engine.models.vectors import ItemSpace, UpdateRule, VectorModel, ema, posterior
from policy import Policy

BASELINES = ("popularity", "random")


def model_names(bundle: Bundle) -> list[str]:
    """Every name that ``select_model`` takes, the default first."""
    spaces = sorted(bundle.spaces, key=lambda name: name != bundle.default_model)
    names = []
    for name in spaces:
        space = bundle.spaces[name]
        names += [name, *(f"{name}+{rule}" for rule in rules(space) if rule != space.rule)]
    return [*names, *BASELINES]


def rules(space: ItemSpace) -> list[str]:
    """Update rules an item space can be served with."""
    return ["ema", "posterior"] if space.prior else ["ema"]


def select_model(bundle: Bundle, name: str | None, policy: Policy) -> Model:
    """The model of that name; the bundle's default for None. Raises UnknownModel."""
    name = name or bundle.default_model
    if name == "popularity":
        return Popularity(bundle.catalogue.like_counts)
    if name == "random":
        return Random(bundle.catalogue.rating_counts > 0)
    base, _, rule = name.partition("+")
    space = bundle.spaces.get(base)
    if space is None or (rule and rule not in rules(space)):
        raise UnknownModel(no_such_model(name, model_names(bundle)))
    return VectorModel(name, space.vectors, update_rule(rule or space.rule, space, policy))


def update_rule(rule: str, space: ItemSpace, policy: Policy) -> UpdateRule:
    """The update rule of that name, with the policy's coefficients."""
    if rule == "posterior" and space.prior is not None:
        return posterior(policy, space.prior)
    return ema(policy)


def no_such_model(name: str, names: list[str]) -> str:
    """The sentence for a model that is not there."""
    close = get_close_matches(name, names, n=1)
    hint = f"did you mean '{close[0]}'?" if close else f"this bundle has {', '.join(names)}."
    return f"There is no model '{name}'; {hint}"
