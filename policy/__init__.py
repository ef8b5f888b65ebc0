"""What decides: named score terms, their weights and filters. Pure arrays in, arrays out."""

from policy.ranking import Ranking, rank
from policy.schema import Policy, PolicyError, checked_value, load_policy
from policy.terms import Candidates

__all__ = ["Candidates", "Policy", "PolicyError", "Ranking", "checked_value", "load_policy", "rank"]
