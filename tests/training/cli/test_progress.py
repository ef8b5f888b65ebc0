"""Progress bars: steps, and the time that the remaining ones take."""

import io
from itertools import count

import pytest
from rich.console import Console
from rich.progress import Progress, ProgressColumn

from matinee.training.build import TRAINERS
from matinee.training.cli import progress
from matinee.training.cli.remaining import seconds_left
from matinee.training.cli.step_costs import MODELS, training_costs


@pytest.mark.parametrize(
    ("done", "finished_at", "elapsed", "left"),
    [
        (10.0, 60.0, 60.0, 540.0),
        (10.0, 60.0, 90.0, 510.0),
        (100.0, 60.0, 61.0, None),  # it takes longer than expected
        (0.0, 0.0, 5.0, None),
        (10.0, 0.0, 5.0, None),
    ],
)
def test_the_remaining_time_follows_from_the_finished_steps(
    done: float, finished_at: float, elapsed: float, left: float | None
) -> None:
    assert seconds_left(done, 100.0, finished_at, elapsed) == left


def test_a_bar_shows_its_steps_and_the_remaining_time(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    console = Console(file=stream, width=120)
    clock = count()

    def bar(*columns: ProgressColumn) -> Progress:
        made: Progress = make(*columns)
        made.get_time = lambda: float(next(clock))
        made.disable = True  # no refreshing thread: the test asks for what is shown
        bars.append(made)
        return made

    make, bars = progress.progress_bar, list[Progress]()
    monkeypatch.setattr(progress, "progress_bar", bar)
    shown = []
    with progress.steps(3, [1.0, 1.0, 8.0]) as step:
        for name in ("reading", "training", "writing"):
            step(name)
            console.print(bars[0].get_renderable())
            shown.append(stream.getvalue())
            stream.truncate(0)
    assert [f"{done}/3" in line for done, line in enumerate(shown)] == [True] * 3
    assert [" left" in line for line in shown] == [False, True, True]


@pytest.mark.parametrize("costs", [(), (1.0, 2.0)])
def test_more_steps_than_expected_do_no_harm(costs: tuple[float, ...]) -> None:
    with progress.steps(2, costs) as step:
        for name in ("one", "two", "three", "four"):
            step(name)


def test_every_model_has_a_cost_and_every_step_one() -> None:
    assert MODELS.keys() == TRAINERS.keys()
    assert len(training_costs(["svd"], 0, with_texts=False, with_map=False)) == 4
    assert len(training_costs(["svd_likes", "edlae"], 8, with_texts=True, with_map=True)) == 3 + 2 + 2 + 9
