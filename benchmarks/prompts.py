"""Time of a mood prompt, and the cost of loading the encoder, in pseudo-terminals of 80×24 and 120×40.

- a prompt → the re-ranked film: from Enter to the last change on screen, 40 prompts in one session, encoder loaded;
- the first prompt of a run: from Enter to the film as ranked with the encoder, over 5 starts;
- typing while the encoder loads: a letter every 10 ms from the moment the prompt line opens → its echo, over 5 starts;
- resident memory before the first prompt, and the growth of its peak through all prompts.

Bars: p95 ≤ 60 ms for prompts; the first ≤ 600 ms; the slowest echo ≤ 50 ms; ≤ 150 MB more memory.

    python -m benchmarks.prompts [--json]
"""

from benchmarks.report import Row, Tables, main, timing_row, with_bar
from benchmarks.terminal import MATINEE, SIZES, Lines, Terminal, shows
from matinee.training.evaluate.prompt_cases import read_prompts

FAVOURITES = ("318", "858", "296", "2959")
PROMPTS, STARTS = 40, 5
TYPED = "aslowburningheistofthenineties" * 3
LOADING = "loading…"
BAR, FIRST_BAR, ECHO_BAR, MEMORY_BAR = 60, 600, 50, 150


def is_interpreted(lines: Lines) -> bool:
    """Check whether the chips of a prompt are shown and the encoder has been used."""
    return shows(" ×]")(lines) and not shows(LOADING)(lines)


def time_prompts(size: tuple[int, int]) -> tuple[list[float], float, float]:
    """Measure the seconds of every prompt, and resident memory before the first and after the last one."""
    seconds: list[float] = []
    with Terminal([MATINEE, "--like", *FAVOURITES], *size) as terminal:
        terminal.wait_for(shows("✓ 0"))
        terminal.settle()
        before = terminal.memory()["VmRSS"]
        for count, text in enumerate(["heist", *read_prompts("tuned")[:PROMPTS]]):
            terminal.send("/")
            terminal.settle()
            terminal.send(text.replace("\n", " "))
            terminal.settle()
            took = -terminal.send("\r") + (terminal.wait_for(is_interpreted) if count == 0 else terminal.rest())
            terminal.settle()
            if count > 0:
                seconds.append(took)
        return seconds, before, terminal.memory()["VmHWM"]


def time_first_prompt(size: tuple[int, int]) -> float:
    """Measure the seconds from the first Enter of a run to the film as ranked with the encoder."""
    with Terminal([MATINEE, "--like", *FAVOURITES], *size) as terminal:
        terminal.wait_for(shows("✓ 0"))
        terminal.settle()
        terminal.send("/heist")
        return -terminal.send("\r") + terminal.wait_for(is_interpreted, silence=0.001)


def time_echoes(size: tuple[int, int]) -> list[float]:
    """Measure the seconds from letters typed into the prompt line to their echoes while the encoder loads."""
    with Terminal([MATINEE, "--like", *FAVOURITES], *size) as terminal:
        terminal.wait_for(shows("✓ 0"))
        terminal.settle()
        terminal.send("/")
        terminal.wait_for(shows("enter a mood"), silence=0.001)
        typed = TYPED[: size[0] - 20]
        sent = terminal.send_steadily(typed, 0.01)
        echoed: list[float] = []
        for moment, lines in terminal.frames(silence=0.5):
            while len(echoed) < len(sent) and shows(typed[: len(echoed) + 1])(lines):
                echoed.append(moment)
    return [back - out for out, back in zip(sent, echoed, strict=True)]


def measure() -> Tables:
    """Measure both sizes."""
    keys: list[Row] = []
    memory: list[Row] = []
    for size in SIZES:
        where = "{}×{}".format(*size)
        seconds, before, after = time_prompts(size)
        keys.append(with_bar(timing_row(f"{where}  prompt → film", seconds), "p95 ms", BAR))
        firsts = [time_first_prompt(size) for _ in range(STARTS)]
        keys.append(with_bar(timing_row(f"{where}  first prompt → film", firsts), "median ms", FIRST_BAR))
        typed = [each for _ in range(STARTS) for each in time_echoes(size)]
        keys.append(
            with_bar(timing_row(f"{where}  letter → echo while the encoder loads", typed), "worst ms", ECHO_BAR)
        )
        row: Row = {
            "what": where,
            "before": round(before, 1),
            "highest": round(after, 1),
            "more": round(after - before, 1),
        }
        memory.append(with_bar(row, "more", MEMORY_BAR))
    return {"keys": keys, "resident memory in MB": memory}


if __name__ == "__main__":
    main(__doc__, measure)
