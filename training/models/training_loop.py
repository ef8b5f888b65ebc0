"""What every network shares: a device, a seed, and training with early stopping."""

import copy
from collections.abc import Callable

import numpy as np
import torch
from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

THREADS = 2
"""Sums depend on the number of threads: it is fixed, so that all machines of a kind get the same numbers."""


def pick_device() -> torch.device:
    """Pick the GPU if there is one, otherwise the CPU."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def seed_all(seed: int) -> np.random.Generator:
    """Make torch's draws and sums repeatable, and return the generator for everything else."""
    torch.manual_seed(seed)
    torch.set_num_threads(THREADS)
    torch.use_deterministic_algorithms(True, warn_only=True)
    return np.random.default_rng(seed)


def ema_copy(network: nn.Module, decay: float) -> AveragedModel:
    """Copy a network into its exponential moving average: p ← decay·p + (1 − decay)·p of the network, at each update.

    Args:
        network: the network.
        decay: from 0 to below 1.
    """
    return AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(decay), use_buffers=True)


def fit(
    network: nn.Module,
    epoch: Callable[[], None],
    validate: Callable[[], float],
    *,
    epochs: int,
    patience: int,
) -> dict[str, float]:
    """Train with early stopping, and restore the best state.

    Args:
        network: the network that ``validate`` evaluates, whose best state is restored.
        epoch: runs one pass over the training data.
        validate: returns the validation figure; higher is better.
        epochs: most epochs.
        patience: epochs without a better figure after which training stops.

    Returns:
        The best validation figure, and its epoch counted from 1.
    """
    best, best_epoch, state = float("-inf"), 0, copy.deepcopy(network.state_dict())
    for number in range(1, epochs + 1):
        epoch()
        with torch.no_grad():
            figure = validate()
        if figure > best:
            best, best_epoch, state = figure, number, copy.deepcopy(network.state_dict())
        elif number - best_epoch >= patience:
            break
    network.load_state_dict(state)
    network.eval()
    return {"best_validation": best, "best_epoch": best_epoch}


def tensor(values: np.ndarray, device: torch.device) -> torch.Tensor:
    """Copy an array into a tensor on a device."""
    return torch.from_numpy(np.array(values)).to(device)


def to_numpy(values: torch.Tensor) -> np.ndarray:
    """Convert a tensor on any device to a contiguous array."""
    return np.ascontiguousarray(values.detach().cpu().numpy())
