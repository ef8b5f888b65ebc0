"""How long the steps of `matinee train` take compared with each other, for the remaining time of its progress bar."""

from collections.abc import Sequence

READING, CATALOGUE, WRITING = 20.0, 10.0, 10.0
MODELS = {
    "svd_likes": 30.0,
    "svd": 25.0,
    "ease": 110.0,
    "edlae": 110.0,
    "als": 75.0,
    "item_item": 120.0,
    "two_tower": 300.0,
    "neumf": 600.0,
    "rating": 900.0,
    "hybrid": 900.0,
}
"""Model → about the seconds that training it takes on 32 million ratings, with two cores; the last three learn from a
sample of these."""
TEXTS, MAP, KINSHIP_LEVEL = 600.0, 300.0, 40.0


def training_costs(names: Sequence[str], levels: int, *, with_texts: bool, with_map: bool) -> list[float]:
    """List the costs of all steps in order.

    Args:
        names: the models that are trained.
        levels: levels of the kinship weights that are measured; 0 if none are chosen.
        with_texts, with_map: whether film texts are encoded and the map is drawn.
    """
    training = [MODELS[name] for name in names]
    kinship = [MODELS["svd_likes"] + MODELS["edlae"], *[KINSHIP_LEVEL] * levels] if levels else []
    return [READING, CATALOGUE, *training, *[TEXTS] * with_texts, *[MAP] * with_map, *kinship, WRITING]
