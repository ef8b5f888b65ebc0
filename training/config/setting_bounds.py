"""Types of training settings: the bounds keep out what no training could work with, such as 10³⁰ dimensions."""

from typing import Annotated

from msgspec import Meta

MAX_COUNT = 1_000_000_000
MAX_SEED = 2**32 - 1
"""The largest seed that every library takes."""
MAX_DIMENSIONS = 4096
MAX_CORE = 100_000
"""Films in a core; a matrix of theirs takes 80 GB."""
MIN_HALF_LIFE, MAX_HALF_LIFE = 0.1, 100_000.0
"""Days, up to about 270 years."""

Threshold = Annotated[int, Meta(ge=0, le=MAX_COUNT)]
"""Fewest ratings, users or tags."""
Seed = Annotated[int, Meta(ge=0, le=MAX_SEED)]
Dimensions = Annotated[int, Meta(ge=1, le=MAX_DIMENSIONS)]
"""Length of vectors, or width of a layer."""
HiddenWidth = Annotated[int, Meta(ge=2, le=MAX_DIMENSIONS)]
"""Width of a layer that is followed by one of half its width."""
Neighbours = Annotated[int, Meta(ge=1, le=100_000)]
CoreSize = Annotated[int, Meta(ge=2, le=MAX_CORE)]
"""Films of a core."""
Epochs = Annotated[int, Meta(ge=1, le=10_000)]
"""Passes over the data; likewise iterations."""
Patience = Annotated[int, Meta(ge=0, le=10_000)]
BatchSize = Annotated[int, Meta(ge=1, le=10_000_000)]
Samples = Annotated[int, Meta(ge=1, le=1_000)]
"""Films drawn for a user, or users in a step."""
Weight = Annotated[float, Meta(ge=0, le=100_000)]
PositiveWeight = Annotated[float, Meta(ge=1e-6, le=100_000)]
"""A weight without which a matrix could not be inverted."""
Factor = Annotated[float, Meta(ge=0, le=1_000)]
"""Weight of one part beside others of weight 1."""
NegativeFactor = Annotated[float, Meta(ge=-1_000, le=0)]
Stars = Annotated[float, Meta(ge=0, le=5)]
LearningRate = Annotated[float, Meta(ge=0, le=1)]
"""Step size of an optimiser, or what it subtracts from the weights in a step."""
Deviation = Annotated[float, Meta(ge=0, le=10)]
HalfLife = Annotated[float, Meta(ge=MIN_HALF_LIFE, le=MAX_HALF_LIFE)]
