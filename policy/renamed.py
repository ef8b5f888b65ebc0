"""Former names of models and settings: files that contain them are still read; only current names are written.

One table for each kind of name, former → current.
"""

from collections.abc import Mapping

MODELS = {"session": "blend"}
"""Models: in bundles, saved sessions, ``config.yaml``, ``--model`` and the settings of ``matinee train --config``."""

SETTINGS = {
    "embedding_scale": "model_scale",
    "score_weight_model": "model_weight",
    "intent_scale": "prompt_scale",
    "intent_mode": "prompt_mode",
    "intent_steering": "prompt_steering",
    "intent_taste_share": "prompt_taste_share",
    "intent_text_weight": "prompt_text_weight",
    "intent_refused_penalty": "prompt_exclusion_penalty",
    "intent_spread_weight": "prompt_propagation_weight",
    "intent_named_weight": "prompt_named_genre_weight",
    "intent_genre_weight": "prompt_genre_weight",
    "intent_like_weight": "prompt_example_weight",
    "intent_popularity_weight": "prompt_popularity_weight",
}
"""Settings of the policy: in the user's own policy file and in saved sessions."""

TRAINING_SETTINGS = {"middling": "neutral_weight"}
"""Settings of models: in the files that ``matinee train --config`` reads."""


def renamed(name: str, table: Mapping[str, str]) -> str:
    """The current name; names that are not in the table are returned unchanged.

    >>> renamed("session", MODELS)
    'blend'
    >>> renamed("ease", MODELS)
    'ease'
    """
    return table.get(name, name)
