"""How long a mood takes, and what loading the encoder costs, in pseudo-terminals of 80×24 and 120×40.

- a prompt → the re-ranked card: from Enter to the text that stays, 40 prompts in one session, encoder loaded;
- the first prompt of a run: from Enter to the card as the encoder understands it, over 5 starts;
- typing while the encoder loads: a letter every 10 ms from the moment the box is open → its echo, over 5 starts;
- resident memory before the first prompt, and what it has become after it and all others.

Bars: p95 ≤ 60 ms for prompts; the first ≤ 600 ms; the slowest echo ≤ 50 ms; ≤ 150 MB more memory.

    python -m benchmarks.prompts [--json]
"""

from benchmarks.report import Row, Tables, judged, main, spread
from benchmarks.terminal import MATINEE, SIZES, Lines, Terminal, shows
from matinee.training.evaluate.prompt_cases import prompt_texts

FAVOURITES = ("318", "858", "296", "2959")
PROMPTS, STARTS = 40, 5
TYPED = "aslowburningheistofthenineties" * 3
LISTENING = "listening"
BAR, FIRST_BAR, ECHO_BAR, MEMORY_BAR = 60, 600, 50, 150


def understood(lines: Lines) -> bool:
    """Whether the chips of a prompt are there and the encoder has had its say."""
    return shows(" ×]")(lines) and not shows(LISTENING)(lines)


def prompts(size: tuple[int, int]) -> tuple[list[float], float, float]:
    """Seconds of every prompt, and resident memory before the first and after the last one."""
    seconds: list[float] = []
    with Terminal([MATINEE, "--like", *FAVOURITES], *size) as terminal:
        terminal.wait_for(shows("✓ 0"))
        terminal.settle()
        before = terminal.memory()["VmRSS"]
        for count, text in enumerate(["heist", *prompt_texts("tuned")[:PROMPTS]]):
            terminal.send("/")
            terminal.settle()
            terminal.send(text.replace("\n", " "))
            terminal.settle()
            took = -terminal.send("\r") + (terminal.wait_for(understood) if count == 0 else terminal.rest())
            terminal.settle()
            if count > 0:
                seconds.append(took)
        return seconds, before, terminal.memory()["VmHWM"]


def first_prompt(size: tuple[int, int]) -> float:
    """Seconds from the first Enter of a run to the card as the encoder understands the prompt."""
    with Terminal([MATINEE, "--like", *FAVOURITES], *size) as terminal:
        terminal.wait_for(shows("✓ 0"))
        terminal.settle()
        terminal.send("/heist")
        return -terminal.send("\r") + terminal.wait_for(understood, silence=0.001)


def echoes(size: tuple[int, int]) -> list[float]:
    """Seconds from letters typed into the open box to their echoes, while the encoder loads."""
    with Terminal([MATINEE, "--like", *FAVOURITES], *size) as terminal:
        terminal.wait_for(shows("✓ 0"))
        terminal.settle()
        terminal.send("/")
        terminal.wait_for(shows("say a mood"), silence=0.001)
        typed = TYPED[: size[0] - 20]
        sent = terminal.send_steadily(typed, 0.01)
        echoed: list[float] = []
        for moment, lines in terminal.frames(silence=0.5):
            while len(echoed) < len(sent) and shows(typed[: len(echoed) + 1])(lines):
                echoed.append(moment)
    return [back - out for out, back in zip(sent, echoed, strict=True)]


def measure() -> Tables:
    """Both sizes."""
    keys: list[Row] = []
    memory: list[Row] = []
    for size in SIZES:
        where = "{}×{}".format(*size)
        seconds, before, after = prompts(size)
        keys.append(judged(spread(f"{where}  prompt → card", seconds), "p95 ms", BAR))
        firsts = [first_prompt(size) for _ in range(STARTS)]
        keys.append(judged(spread(f"{where}  first prompt → card", firsts), "median ms", FIRST_BAR))
        typed = [each for _ in range(STARTS) for each in echoes(size)]
        keys.append(judged(spread(f"{where}  letter → echo while the encoder loads", typed), "worst ms", ECHO_BAR))
        row: Row = {
            "what": where,
            "before": round(before, 1),
            "highest": round(after, 1),
            "more": round(after - before, 1),
        }
        memory.append(judged(row, "more", MEMORY_BAR))
    return {"keys": keys, "resident memory in MB": memory}


if __name__ == "__main__":
    main(__doc__, measure)
