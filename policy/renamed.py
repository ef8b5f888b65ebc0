"""Names that were changed: files written before the change are still read, and never written again.

Old → new, one table for each kind of name. ``renamed`` looks a name up and gives unknown names back as they are.
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


def renamed(name: str, table: Mapping[str, str]) -> str:
    """The name that counts now.

    >>> renamed("session", MODELS)
    'blend'
    >>> renamed("ease", MODELS)
    'ease'
    """
    return table.get(name, name)
