"""Every setting of the policy as a control: what it is called on screen, how it turns, and which belong together."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matinee.policy import Policy

GROUPS: dict[str, dict[str, str]] = {
    "what counts": {
        "score_weight_model": "fits your taste",
        "genre_distance_penalty": "keep to your genres",
        "popularity_penalty": "avoid the most seen",
        "log_popularity_penalty": "avoid the widely seen",
        "diversity_boost": "next door to your genres",
        "diversity_affinity_cap": "how far next door is",
        "genre_request_boost": "a genre you ask for",
    },
    "in a mood": {
        "intent_text_weight": "what you asked for",
        "intent_spread_weight": "what its fans love",
        "intent_genre_weight": "genres of the mood",
        "intent_named_weight": "genres you named",
        "intent_like_weight": "like the film you named",
        "intent_popularity_weight": "well-known films",
        "intent_refused_penalty": "what you ruled out",
        "intent_taste_share": "your own taste",
        "intent_mode": "its genres",
        "intent_steering": "pull towards genres",
        "intent_scale": "how its parts add up",
    },
    "what may be shown": {
        "min_genre_affinity": "least share of your genres",
        "max_genre_distance": "farthest from your genres",
    },
    "how an answer moves your taste": {
        "posterior_like_weight": "a like",
        "posterior_dislike_weight": "a dislike",
        "posterior_dislike_target": "what a dislike says",
        "posterior_skip_weight": "a skip",
        "neighbours_dislike_weight": "a dislike, by neighbours",
        "neighbours_half_life": "likes until half forgotten",
        "learning_rate": "how fast taste follows",
        "negative_weight": "a dislike, where it follows",
        "least_squares_dislike_confidence": "a dislike, all at once",
    },
    "chance": {
        "exploration_rate": "how often to surprise",
        "exploration_damping": "what a surprise leaves",
        "embedding_scale": "how taste adds up",
    },
}
"""Group → setting → what it is called; every setting of the policy stands in exactly one group."""
VALUE_WORDS = {"zscore": "evened", "none": "as it is", "open": "any film", "soft": "first", "strict": "alone"}
"""Values that are words, as one would say them."""
STEPS = ((1.0, 0.05), (10.0, 0.1), (100.0, 0.1))
"""(up to this bound of a setting, one key turns it so far); beyond, a tenth of where it stands."""
MOST = {100.0: 2.0, 10_000.0: 200.0, 10.0: 2.0}
"""Upper bound → where the bar on screen ends; whoever wants more sees a full bar and the number."""


@dataclass(frozen=True)
class Control:
    """One setting, to be turned."""

    setting: str
    name: str

    def value(self, policy: "Policy") -> float | str:
        """Where it stands."""
        found: float | str = getattr(policy, self.setting)
        return found

    def turned(self, policy: "Policy", by: int) -> float | str:
        """Where it stands after a turn up (1) or down (-1): numbers stop at their bounds, words go round."""
        from matinee.policy.schema import SETTINGS

        limits, now = SETTINGS[self.setting].metadata, self.value(policy)
        if isinstance(now, str):
            names = limits["names"]
            return str(names[(names.index(now) + by) % len(names)])
        step = next((step for bound, step in STEPS if limits["high"] <= bound), max(1.0, abs(now) / 10))
        return round(min(max(now + by * step, float(limits["low"])), float(limits["high"])), 2)

    def share(self, policy: "Policy") -> float | None:
        """How full its bar is, in [0, 1]; None for a setting that is a word."""
        from matinee.policy.schema import SETTINGS

        limits, now = SETTINGS[self.setting].metadata, self.value(policy)
        if isinstance(now, str):
            return None
        low, high = max(float(limits["low"]), -1.0), MOST.get(limits["high"], float(limits["high"]))
        return min(max((now - low) / (high - low), 0.0), 1.0)


def controls(group: str) -> list[Control]:
    """The controls of a group."""
    return [Control(setting, name) for setting, name in GROUPS[group].items()]
