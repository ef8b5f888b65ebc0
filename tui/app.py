"""The application: one recommender and a stack of screens.

Nothing here imports the engine when the module is read: the picker is on screen before numpy is.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual._styles_cache import StylesCache
from textual.app import SystemCommand
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.screen import Screen
from textual.theme import Theme

from matinee.tui import theme
from matinee.tui.config.config import Config, blamed
from matinee.tui.messages import (
    CatalogueFailed,
    CatalogueRead,
    FavouritesChanged,
    FavouritesChosen,
    ListeningDone,
    MoodComing,
    NotKept,
)
from matinee.tui.runtime.background import start_listening, start_reading
from matinee.tui.runtime.crash import CrashKeeper
from matinee.tui.screens.picker import SLOTS, PickerScreen
from matinee.tui.session_recorder import Keeping
from matinee.tui.widgets.key_bar import own_bindings

if TYPE_CHECKING:
    from textual.actions import ActionParseResult

    from matinee.engine.exchange.import_plan import ImportPlan
    from matinee.engine.recommender import Recommender
    from matinee.engine.session.session import Session
    from matinee.engine.storage.log import SessionLog


def forget(_theme: str) -> None:
    """What an app does about themes that nobody wants remembered."""


class MatineeApp(CrashKeeper):
    """Four favourites, then one film at a time.

    Attributes:
        failure: why the app ended; empty where nothing failed.
        session: the evening; None while favourites are chosen.
    """

    TITLE = "Matinee"
    AUTO_FOCUS = ""
    CSS = """
    ToastRack { margin-bottom: 3; }
    Toast { width: auto; max-width: 100%; padding: 0 1; }
    """  # above the keys, and no more than its words
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q,ctrl+c", "quit", "quit", show=False, priority=True, id="app.quit"),
        Binding("ctrl+z", "suspend_process", "suspend", show=False, id="app.suspend"),
        Binding("ctrl+p", "command_palette", "all commands", show=False, priority=True, id="app.palette"),
        Binding("f1", "help", "help", show=False, id="app.help"),
    ]

    def __init__(
        self,
        recommender: "Recommender | None" = None,
        favourites: Sequence[int] = (),
        *,
        model: str | None = None,
        seed: int | None = None,
        log: "SessionLog | None" = None,
        plan: "ImportPlan | None" = None,
        config: Config | None = None,
        remember_theme: Callable[[str], None] = forget,
    ) -> None:
        """With a recommender the app is ready at once; without one it reads the bundle behind the picker.

        ``log`` keeps the evening; ``plan`` is what was imported, whose favourites are proposed. ``remember_theme`` gets
        the name of a theme that is picked; it may raise MatineeError or OSError.
        """
        super().__init__()
        self.recommender = recommender
        self.failure = ""
        self.session: Session | None = None
        self._left_evening: Session | None = None
        self.keeping = Keeping(log, lambda problem: self.post_message(NotKept(problem)))
        self._seed = seed
        self._plan = plan
        self._favourites = list(favourites)
        self._listening = False
        self._said: list[str] = []
        self._opening = False  # from what begins a session until its first film is on screen
        self._remember = remember_theme
        theme.register(self)
        config = config or Config()
        self._config = config
        self._model = model or config.model
        self._model_configured = model is None and config.model is not None
        self.theme = self._theme_remembered = config.theme
        self.set_keymap(dict(config.keymap))

    def on_mount(self) -> None:
        self.theme_changed_signal.subscribe(self, self._remember_theme)
        named = self._favourites or list(self.keeping.favourites)
        proposed = [] if named or self._plan is None else [movie.id for movie in self._plan.favourites]
        self._opening = len(named) == SLOTS
        self.push_screen(PickerScreen(named or proposed, begin=not proposed, seed=self._seed))
        if self._plan is not None and proposed:
            from matinee.tui.screens.report import ReportScreen

            self.push_screen(ReportScreen("What came in", self._plan.lines()))
        if self.recommender is None:
            self.call_after_refresh(start_reading, self._model, self.post_message)
        else:
            self.call_after_refresh(self.post_message, CatalogueRead(self.recommender))

    @on(CatalogueRead)
    def _catalogue_read(self, message: CatalogueRead) -> None:
        from matinee.engine.errors import MatineeError

        self.recommender = message.recommender
        for screen in self.screen_stack:
            if isinstance(screen, PickerScreen):
                try:
                    screen.catalogue_read(message.recommender)
                except MatineeError as error:  # a kept evening from other films
                    self._fail(self.keeping.trouble(error))

    @on(CatalogueFailed)
    def _catalogue_failed(self, message: CatalogueFailed) -> None:
        from matinee.engine.errors import MatineeError

        if not isinstance(message.error, MatineeError | OSError):
            raise message.error
        self._fail(str(blamed(message.error, self._config) if self._model_configured else message.error))

    def _fail(self, problem: str) -> None:
        self.failure = problem
        self.exit(return_code=2)

    @on(FavouritesChanged)
    def _favourites_changed(self, message: FavouritesChanged) -> None:
        if self.recommender is not None and self.session is None:
            self._left_evening = None
            self.keeping.choose(self.recommender, message.favourites, self._model, self._seed or 0)

    @on(FavouritesChosen)
    def _favourites_chosen(self, message: FavouritesChosen) -> None:
        """Show the first film, or the one where the evening was left; below another screen, once that is closed."""
        from matinee.engine.errors import MatineeError

        if self.recommender is None or not isinstance(self.screen, PickerScreen):
            return
        self.screen.begun()
        self._opening = True
        if self._left_evening is not None:  # nothing was changed in the picker: undo went one step too far
            self._show_evening(self._left_evening)
            return
        try:
            session, notes = self.keeping.begin(self.recommender, message.favourites, self._model, self._seed or 0)
            if self._plan is not None and not session.events:
                known = self._plan.event_for(message.favourites)
                if known.answers:
                    session.take_in(known)
        except MatineeError as error:
            self._fail(str(error))
            return
        self._show_evening(session)
        for note in notes:
            self.notify(note, markup=False)

    def _show_evening(self, session: "Session") -> None:
        from matinee.tui.screens.card import CardScreen

        assert self.recommender is not None, "an evening has films"
        self.session, self._left_evening = session, None
        if session.active_prompt is not None:
            self._mood_coming()  # before the first film, or it would wait for the encoder
        self.push_screen(CardScreen(self.recommender, session, self._said), self._back_to_the_favourites)
        self.screen.call_after_refresh(self._opened)

    def _opened(self) -> None:
        self._opening = False

    async def on_event(self, event: events.Event) -> None:
        """Ignore keys and clicks while a session opens, except those that end the app: there is no film to answer."""
        if self._opening and isinstance(event, events.InputEvent | events.Paste) and not self._ends_app(event):
            return
        await super().on_event(event)

    def _ends_app(self, event: events.Event) -> bool:
        """Whether an event is a key that quits or suspends."""
        return isinstance(event, events.Key) and any(
            event.key in binding.key.split(",") and binding.action in ("quit", "suspend_process")
            for binding in own_bindings(self)
        )

    def _back_to_the_favourites(self, _nothing: None) -> None:
        self.session, self._left_evening = None, self.session

    @on(NotKept)
    def _not_kept(self, message: NotKept) -> None:
        self.notify(message.problem, severity="error", markup=False, timeout=10)

    @on(MoodComing)
    def _mood_coming(self) -> None:
        """Load what understands moods, once; nobody who never says one waits for it."""
        if self._listening or self.recommender is None or self.recommender.understanding.encoded:
            return
        self._listening = True
        start_listening(self.recommender.understanding, self.post_message)

    @on(ListeningDone)
    def _listening_done(self) -> None:
        from matinee.tui.screens.card import CardScreen

        if self.recommender is not None and self.recommender.understanding.problem:
            self.notify(self.recommender.understanding.problem, severity="warning", markup=False)
        for screen in self.screen_stack:
            if isinstance(screen, CardScreen):
                screen.listening_done()

    def _remember_theme(self, chosen: Theme) -> None:
        """Another theme was picked: that is what the configuration is for."""
        if chosen.name == self._theme_remembered:
            return
        self._theme_remembered = chosen.name
        from matinee.engine.errors import MatineeError

        try:
            self._remember(chosen.name)
        except (MatineeError, OSError) as error:
            self.notify(f"The theme is not remembered: {error}", severity="warning", markup=False)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What can be done now, with and without a key."""
        from matinee.tui.palette import commands_of
        from matinee.tui.session_commands import Desk

        yield from commands_of(screen)
        yield SystemCommand("Theme", "Change the colours", self.action_change_theme)
        if self.recommender is None:
            return
        desk = Desk(self, self.recommender, self.keeping)
        if self.session is not None:
            yield from desk.on_the_card(self.session)
        elif isinstance(screen, PickerScreen):
            yield from desk.at_the_picker(partial(self._propose, screen), partial(self._go_on, screen))

    def _propose(self, picker: PickerScreen, plan: "ImportPlan") -> None:
        self._plan, self._left_evening = plan, None
        picker.choose([movie.id for movie in plan.favourites], begin=False)

    def _go_on(self, picker: PickerScreen, favourites: list[int]) -> None:
        self._left_evening = None
        picker.choose(favourites, begin=True)

    def action_command_palette(self) -> None:
        """Everything that can be done now."""
        from matinee.tui.palette import Palette

        if not any(isinstance(screen, Palette) for screen in self.screen_stack):
            self.push_screen(Palette(id="--command-palette"))

    async def run_action(
        self,
        action: "str | ActionParseResult",
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Do nothing to a screen that has just come and has no widgets yet: the key was meant for the one before."""
        if self.screen_stack and not self.screen.is_mounted:
            return False
        return await super().run_action(action, default_namespace, namespaces)

    def pop_screen(self) -> AwaitComplete:
        """Leave a screen; what was drawn of it is let go.

        Textual 8.2.8 keeps it for the last 1,024 widgets in a cache of a method: 60 MB after 60 screens.
        """
        left = super().pop_screen()
        StylesCache.get_inner_outer.cache_clear()
        return left

    def action_help(self) -> None:
        """Explain the keys of the screen that is up."""
        from matinee.tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen.of(self.screen, self.keeping.name))

    def on_unmount(self) -> None:
        """Let others have the session that was kept."""
        self.keeping.close()
