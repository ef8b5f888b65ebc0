"""Plot and poster of a film, empty until they are asked for."""

from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from matinee.tui.keys.keymap import key_name, own_bindings
from matinee.tui.messages import PageFailed, PlotArrived, PosterArrived
from matinee.tui.online import online_of
from matinee.tui.runtime.page_fetch import PageRequest, start_page_fetch
from matinee.tui.widgets.layout import BROAD, GRAND, TALL

if TYPE_CHECKING:
    from matinee.engine.online.film_page import FilmAddress, FilmPage
    from matinee.tui.widgets.poster import Poster

ACTION = "film_page"
"""The action of the screen that calls ``FilmPageView.toggle``."""
BESIDE = 80
"""Terminal width in columns from which the poster stands beside the plot."""
POSTER_WIDTH, GRAND_POSTER_WIDTH = 20, 28
"""Greatest width of a poster in columns; the second in terminals that are ``BROAD`` and ``GRAND``."""
OTHER_LINES = 6
"""Lines of the screen that a poster leaves to everything else."""
NO_PAGE = "No page about this film is known; the links below may lead further."
NEEDS_KEY = "No Wikipedia page of this film is known. TMDB can be asked with a key: `matinee config set tmdb_key`."


class FilmPageView(Container):
    """Fetches the page of a film in a thread and shows it; hidden while there is nothing to show."""

    DEFAULT_CSS = """
    FilmPageView { height: auto; display: none; margin: 1 0 0 0; layout: vertical; }
    FilmPageView.-open { display: block; }
    FilmPageView > PageText { max-width: 90; }
    FilmPageView > Poster { display: none; margin: 1 0 0 0; }
    FilmPageView.-below > Poster { display: block; }
    FilmPageView.-beside { layout: horizontal; }
    FilmPageView.-beside > PageText { width: 1fr; }
    FilmPageView.-beside > Poster { display: block; margin: 1 0 0 3; }
    """

    def __init__(self, film: "FilmAddress") -> None:
        """Create the view.

        Args:
            film: where the film is described.
        """
        super().__init__()
        self._film = film
        self._request: PageRequest | None = None
        self._poster: Poster | None = None
        self._has_page = False
        self._follow = False  # whether to scroll to what appears next

    def compose(self) -> ComposeResult:
        yield PageText()

    def on_mount(self) -> None:
        self._place_poster()
        online = online_of(self.app)
        if online is not None and online.always and not self._problem():
            self._ask()

    def on_unmount(self) -> None:
        self._cancel()

    def on_resize(self, _event: events.Resize) -> None:
        self._place_poster()
        if self._follow:
            self.scroll_visible(animate=False, top=True)
            self._follow = not self._has_page

    def toggle(self) -> None:
        """Ask for the page, or hide it and cancel what is under way; what has failed is asked for again."""
        if self._request is not None:
            self._cancel()
            self._show(None)
            return
        self._follow = True
        if problem := self._problem():
            self._show(problem)
        else:
            self._ask()

    def _problem(self) -> str:
        """Why there is nothing to ask for, as a sentence; empty if there is."""
        online = online_of(self.app)
        if online is None:
            return NO_PAGE
        if self._film.page or (self._film.tmdb and online.pages.has_key):
            return ""
        return NEEDS_KEY if self._film.tmdb and not online.pages.has_key else NO_PAGE

    def _ask(self) -> None:
        """Show the page at once if it is cached, else fetch it."""
        online = online_of(self.app)
        assert online is not None, "without permission there is a problem"
        pages, request = online.pages, PageRequest(self._film)
        self._request = request
        cached = pages.cached(self._film)
        if cached is None:
            self._show(f"asking {'TMDB' if pages.has_key and self._film.tmdb else 'Wikipedia'}…")
            start_page_fetch(request, pages, self.post_message)
        else:
            self._show(cached)
            # decoding the poster would delay the plot
            self.call_after_refresh(start_page_fetch, request, pages, self.post_message, cached)

    def _cancel(self) -> None:
        if self._request is not None:
            self._request.cancelled.set()
            self._request = None

    def _show(self, shown: "str | FilmPage | None") -> None:
        """Show a sentence or a page; hide the view for None."""
        if self._poster is not None:
            self._poster.remove()
            self._poster = None
        self._has_page = not isinstance(shown, str | None)
        self.query_one(PageText).show(shown)
        self.set_class(shown is not None, "-open")

    @on(PlotArrived)
    def _plot_arrived(self, message: PlotArrived) -> None:
        if message.request is self._request:
            self._show(message.page)

    @on(PosterArrived)
    def _poster_arrived(self, message: PosterArrived) -> None:
        """Show the poster; what draws it is imported here, after the thread has imported its library."""
        online = online_of(self.app)
        if message.request is not self._request or online is None:
            return
        from matinee.tui.widgets.poster import Poster, poster_protocol

        protocol = poster_protocol(self.app, online.poster)
        if protocol != "off":
            self._poster = Poster(message.image, protocol)
            self._place_poster()
            self.mount(self._poster)

    @on(PageFailed)
    def _page_failed(self, message: PageFailed) -> None:
        if message.request is self._request and not self._has_page:
            self._request = None
            says_when = message.is_final or "try again" in message.problem
            self._show(message.problem if says_when else f"{message.problem} {self._again()}".rstrip())

    def _again(self) -> str:
        """How to ask once more, with the user's key; it does so after any error."""
        for binding in own_bindings(self.screen):
            if binding.action == ACTION:
                return f"Press {binding.key_display or key_name(binding.key.partition(',')[0])} to try again."
        return ""

    def _place_poster(self) -> None:
        """Place the poster: beside the plot, below it, or nowhere, as the terminal has room."""
        width, height = self.app.size
        beside = width >= BESIDE
        self.set_class(beside, "-beside")
        self.set_class(not beside and height >= TALL, "-below")
        if self._poster is not None:
            is_grand = width >= BROAD and height >= GRAND
            self._poster.fit(GRAND_POSTER_WIDTH if is_grand else POSTER_WIDTH, height - OTHER_LINES)


class PageText(Static):
    """A plot, where it is from and a link to it; or a sentence."""

    DEFAULT_CSS = """
    PageText {
        height: auto;
        link-style: none; link-color: $text-muted;
        link-style-hover: underline; link-color-hover: $primary; link-background-hover: $background;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._url = ""

    def show(self, shown: "str | FilmPage | None") -> None:
        """Show a sentence, a page or nothing."""
        if isinstance(shown, str | None):
            self.update(Content(shown or "").stylize("dim"))
            return
        self._url = shown.url
        link = Content(shown.url.removeprefix("https://")).stylize(Style.from_meta({"@click": "open_page"}))
        source = Content(f"text: {shown.source}, {shown.licence}").stylize("dim")
        heading = Content("plot").stylize("italic $secondary")
        self.update(Content("\n").join([heading, Content(shown.plot), source, link]))

    def action_open_page(self) -> None:
        """Open the page in the browser."""
        self.app.open_url(self._url)
