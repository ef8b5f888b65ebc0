"""An app that crashes on purpose: ``python -m tests.tui.broken_app WAY``."""

import sys
from threading import Thread

from rich.text import Text
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from matinee.engine.errors import SessionError
from matinee.tui.app import MatineeApp
from matinee.tui.cli.launch import run_app
from matinee.tui.cli.launch_options import LaunchOptions
from matinee.tui.messages import CatalogueFailed


class Unpainted(Static):
    def render(self) -> Text:
        raise ValueError("cannot be painted")


class Uncomposed(Screen[None]):
    def compose(self) -> ComposeResult:
        yield Static()
        raise ValueError("cannot be composed")


class Painted(Screen[None]):
    def compose(self) -> ComposeResult:
        yield Unpainted()


class BrokenApp(MatineeApp):
    """Crashes in the named way once the picker is open."""

    way = "handler"

    def on_mount(self) -> None:
        self.call_after_refresh(getattr(self, f"break_in_{self.way}"))

    def break_in_handler(self) -> None:
        secret_film = "Heat"
        raise ValueError(f"one\nof {len(secret_film)}\x1b[31m letters {'and more ' * 60}")

    def break_in_worker(self) -> None:
        self.run_worker(self.work())

    async def work(self) -> None:
        raise ValueError("cannot be worked out")

    def break_in_thread(self) -> None:
        Thread(target=self.post_message, args=(CatalogueFailed(ValueError("cannot be read")),)).start()

    def break_in_compose(self) -> None:
        self.push_screen(Uncomposed())

    def break_in_render(self) -> None:
        self.push_screen(Painted())

    def break_in_panic(self) -> None:
        self.panic("the keys cannot be read")

    def break_in_sentence(self) -> None:
        raise SessionError("This session is over; begin another.")

    def break_in_closing(self) -> None:
        self.way = "closed"
        self.exit()

    def on_unmount(self) -> None:
        if self.way == "closed":
            raise ValueError("cannot be closed")


if __name__ == "__main__":
    from matinee.cli import exit_with

    app = BrokenApp()
    app.way = sys.argv[1]
    try:
        sys.exit(run_app(app, LaunchOptions(("Heat", "Amélie"), model="svd")))
    except SessionError as sentence:
        exit_with(str(sentence), 2)
