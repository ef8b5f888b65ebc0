"""What every network shares: a device, a seed, and training that stops when validation no longer gains."""

import copy
from collections.abc import Callable

import numpy as np
import torch
from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

THREADS = 2
"""Sums depend on how many threads share them: always as many, so that every machine of a kind gets the same."""


def device() -> torch.device:
    """A GPU when there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def seeded(seed: int) -> np.random.Generator:
    """Make what torch draws and adds up repeatable; the generator for everything else."""
    torch.manual_seed(seed)
    torch.set_num_threads(THREADS)
    torch.use_deterministic_algorithms(True, warn_only=True)
    return np.random.default_rng(seed)


def averaged(network: nn.Module, decay: float) -> AveragedModel:
    """A copy whose parameters follow those of the network slowly: p ← decay·p + (1 − decay)·network's."""
    return AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(decay), use_buffers=True)


def fit(
    network: nn.Module,
    epoch: Callable[[], None],
    validate: Callable[[], float],
    *,
    epochs: int,
    patience: int,
) -> dict[str, float]:
    """Run epochs until validation has not gained for ``patience`` of them, and put the best state back.

    Args:
        network: whose state is kept: what ``validate`` looks at.
        epoch: one pass over the training data.
        validate: a figure that is better when higher.

    Returns:
        The best validation figure and the epoch it was reached in.
    """
    best, reached, state = float("-inf"), 0, copy.deepcopy(network.state_dict())
    for number in range(1, epochs + 1):
        epoch()
        with torch.no_grad():
            figure = validate()
        if figure > best:
            best, reached, state = figure, number, copy.deepcopy(network.state_dict())
        elif number - reached >= patience:
            break
    network.load_state_dict(state)
    network.eval()
    return {"best_validation": best, "best_epoch": reached}


def tensor(values: np.ndarray, where: torch.device) -> torch.Tensor:
    """A tensor of its own memory on a device."""
    return torch.from_numpy(np.array(values)).to(where)


def plain(values: torch.Tensor) -> np.ndarray:
    """A plain array in numpy's order."""
    return np.ascontiguousarray(values.detach().cpu().numpy())
