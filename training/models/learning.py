"""What every network shares: one device, one seed, and training that stops when validation no longer gains."""

import copy
from collections.abc import Callable

import torch
from torch import nn


def device() -> torch.device:
    """A GPU when there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def seeded(seed: int) -> None:
    """Make the following draws and sums of torch repeatable on one machine."""
    torch.manual_seed(seed)
    torch.use_deterministic_algorithms(True, warn_only=True)


def fit(
    network: nn.Module,
    epoch: Callable[[], None],
    validate: Callable[[], float],
    *,
    epochs: int,
    patience: int,
) -> dict[str, float]:
    """Run epochs until validation has not gained for ``patience`` of them; keep the best state.

    Args:
        epoch: one pass over the training data.
        validate: a figure that is better when higher.

    Returns:
        The best validation figure and the epoch it was reached in.
    """
    best, reached, state = float("-inf"), 0, copy.deepcopy(network.state_dict())
    for number in range(1, epochs + 1):
        network.train()
        epoch()
        network.eval()
        with torch.no_grad():
            figure = validate()
        if figure > best:
            best, reached, state = figure, number, copy.deepcopy(network.state_dict())
        elif number - reached >= patience:
            break
    network.load_state_dict(state)
    network.eval()
    return {"validation": best, "best_epoch": float(reached)}
