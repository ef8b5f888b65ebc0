"""The settings of the policy as controls: groups, names on screen, steps and ranges."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matinee.policy import Policy

GROUPS: dict[str, dict[str, str]] = {
    "ranking": {
        "model_weight": "fits your taste",
        "genre_distance_penalty": "keep to your genres",
        "popularity_penalty": "avoid the most popular",
        "log_popularity_penalty": "avoid popular films",
        "well_known_penalty": "avoid well-known films",
        "well_known_share": "how well known those are",
        "diversity_boost": "genres close to yours",
        "diversity_affinity_cap": "how close they must be",
        "genre_request_boost": "a genre you ask for",
    },
    "what your films have in common": {
        "kin_genre_weight": "genres",
        "kin_language_weight": "languages",
        "kin_country_weight": "countries",
        "kin_decade_weight": "decades",
        "kin_keyword_weight": "keywords",
        "kin_director_weight": "directors",
        "kin_cast_weight": "actors",
        "kin_absence_share": "what your films lack",
        "kin_dislike_share": "what dislikes share",
    },
    "in a mood": {
        "prompt_text_weight": "matches your words",
        "prompt_propagation_weight": "fans of such films like it",
        "prompt_genre_weight": "genres of the mood",
        "prompt_named_genre_weight": "genres you named",
        "prompt_example_weight": "like the film you named",
        "prompt_popularity_weight": "well-known films",
        "prompt_exclusion_penalty": "what you ruled out",
        "prompt_taste_share": "your own taste",
        "prompt_kinship_share": "what your films share",
        "prompt_mode": "its genres",
        "prompt_steering": "pull towards its genres",
        "prompt_scale": "scale of its parts",
    },
    "what may be shown": {
        "min_genre_affinity": "least share of your genres",
        "max_genre_distance": "farthest from your genres",
    },
    "how answers change your taste": {
        "posterior_like_weight": "a like",
        "posterior_dislike_weight": "a dislike",
        "posterior_dislike_target": "target of a dislike",
        "posterior_skip_weight": "a skip",
        "neighbours_dislike_weight": "a dislike (neighbours)",
        "neighbours_half_life": "half-life, in likes",
        "learning_rate": "learning rate",
        "negative_weight": "a dislike (online)",
        "least_squares_dislike_confidence": "a dislike (least squares)",
    },
    "two people": {
        "pair_least_misery": "the less satisfied one",
    },
    "randomness": {
        "exploration_rate": "how often to surprise",
        "exploration_damping": "damping after a surprise",
        "model_scale": "scale of taste scores",
    },
}
"""Group → setting → name on screen; every setting of the policy is in exactly one group."""
VALUE_LABELS = {"zscore": "z-score", "none": "raw", "open": "any film", "soft": "first", "strict": "only"}
"""Values that are words → their names on screen."""
STEPS = ((1.0, 0.05), (10.0, 0.1), (100.0, 0.1))
"""(upper bound of a setting, its step per key press); above the last bound, a tenth of the value."""
BAR_END = {100.0: 2.0, 10_000.0: 200.0, 10.0: 2.0}
"""Upper bound of a setting → value at which its bar on screen is full."""


@dataclass(frozen=True)
class PolicyControl:
    """One setting of the policy that can be changed in steps.

    Attributes:
        setting: name of the field of the policy.
        name: name on screen.
    """

    setting: str
    name: str

    def value(self, policy: "Policy") -> float | str:
        """The value of the setting in a policy."""
        found: float | str = getattr(policy, self.setting)
        return found

    def stepped(self, policy: "Policy", by: int) -> float | str:
        """The value after one step: numbers stop at their bounds, words wrap around.

        Args:
            policy: holds the current value.
            by: 1 for up, -1 for down.
        """
        from matinee.policy.schema import BOUNDS, CHOICES

        now = self.value(policy)
        if isinstance(now, str):
            names = CHOICES[self.setting]
            return names[(names.index(now) + by) % len(names)]
        low, high = BOUNDS[self.setting]
        step = next((step for bound, step in STEPS if high <= bound), max(1.0, abs(now) / 10))
        return round(min(max(now + by * step, float(low)), float(high)), 2)

    def share(self, policy: "Policy") -> float | None:
        """How full the bar is, in [0, 1]; None for a setting that is a word."""
        from matinee.policy.schema import BOUNDS

        now = self.value(policy)
        if isinstance(now, str):
            return None
        lowest, highest = BOUNDS[self.setting]
        low, high = max(float(lowest), -1.0), BAR_END.get(highest, float(highest))
        return min(max((now - low) / (high - low), 0.0), 1.0)


def group_controls(group: str) -> list[PolicyControl]:
    """The controls of a group, in order."""
    return [PolicyControl(setting, name) for setting, name in GROUPS[group].items()]
