"""The application: one recommender and a stack of screens.

This module does not import the engine: the picker must be on screen before numpy is loaded.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.theme import Theme

from matinee.tui import theme
from matinee.tui.config.config import Config, locate_error
from matinee.tui.messages import (
    CatalogueFailed,
    CatalogueLoaded,
    CompanionChanged,
    CompanionChosen,
    CompanionRequested,
    EncoderLoaded,
    FavouritesChanged,
    FavouritesChosen,
    InputCut,
    PromptOpened,
    SaveFailed,
)
from matinee.tui.online import create_online
from matinee.tui.runtime.background import start_catalogue_load, start_encoder_load, start_warm_up
from matinee.tui.runtime.input_order import OrderedInputApp
from matinee.tui.runtime.safe_text import SafeTextApp
from matinee.tui.screens.companion_picker import CompanionPicker
from matinee.tui.screens.picker import PickerScreen
from matinee.tui.session_recorder import SessionRecorder
from matinee.tui.text.slot_text import INVITED, opening_text
from matinee.tui.web.visitor import files_allowed

if TYPE_CHECKING:
    from matinee.engine.exchange.import_plan import ImportPlan
    from matinee.engine.recommender import Recommender
    from matinee.engine.session.companion import Companion
    from matinee.engine.session.session import Session
    from matinee.tui.online import OpenPages
    from matinee.tui.session_recorder import Log


EMPTY_WATCHLIST = "The watchlist of this session is empty, so all films are shown."


def forget(_theme: str) -> None:
    """Do not save a theme."""


class MatineeApp(OrderedInputApp, SafeTextApp):
    """A few favourites, then one film at a time.

    Attributes:
        recommender: None until the bundle is loaded.
        failure: why the app ended; empty if it did not fail.
        session: the current session; None while favourites are being chosen.
        recorder: saves the session if it has a name.
        online: what may be fetched about films; None for nothing.
    """

    TITLE = "Matinee"
    AUTO_FOCUS = ""
    CSS = """
    ToastRack { margin-bottom: 3; scrollbar-size: 0 0; }
    Toast { width: auto; max-width: 100%; padding: 0 1; }
    Input > .input--placeholder { color: $text-muted; }
    """  # above the key bar, no wider than its text, and up to the edge, where otherwise ends of lines stick out
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
        titles: Sequence[str] = (),
        bundle: Path | None = None,
        model: str | None = None,
        seed: int | None = None,
        log: "Log | None" = None,
        plan: "ImportPlan | None" = None,
        watchlist_only: bool = False,
        config: Config | None = None,
        remember_theme: Callable[[str], None] = forget,
        open_pages: "OpenPages | None" = None,
        companion: "Companion | None" = None,
    ) -> None:
        """Create the app.

        Args:
            recommender: what recommends; None to load the bundle while the picker is already on screen.
            favourites: movie ids to start from; they skip the picker.
            titles: favourites to look up once the bundle is loaded; they skip it too.
            bundle: folder of the bundle to load; None for the one that Matinee finds.
            model: name of the model; None for the one in ``config``, or the bundle's first.
            seed: seed of the session and of sampled favourites.
            log: where the session is saved, or its copy kept; None to save nothing.
            plan: an import, whose favourites are proposed in the picker.
            watchlist_only: whether the session shows only films of the watchlist.
            config: the user's configuration.
            remember_theme: saves the name of a theme that the user picks; may raise MatineeError or OSError.
            open_pages: creates what finds plots and posters; None for those of Wikipedia and TMDB.
            companion: who watches with the user, with the favourites chosen so far; None to watch alone.
        """
        super().__init__()
        self.recommender = recommender
        self.failure = ""
        self.session: Session | None = None
        self._suspended: Session | None = None
        self.recorder = SessionRecorder(log, lambda problem: self.post_message(SaveFailed(problem)))
        self._seed = seed
        self._plan = plan
        self._watchlist_only = watchlist_only
        self._given = list(favourites) or list(self.recorder.favourites)
        self._titles = titles
        self._bundle = bundle
        self._companion = companion or self.recorder.companion
        self._own_favourites: list[int] = []
        self._encoder_requested = False
        self._prompts: list[str] = []
        self._companion_begins = bool(companion and companion.favourites) or self.recorder.has_begun
        self._begins = bool(titles or favourites) or self.recorder.has_favourites
        self._opening = self._begins  # from the request for a session until its first film is on screen
        self._searches_unprepared = recommender is None and self._opening
        self._remember = remember_theme
        theme.register_themes(self)
        config = config or Config()
        self._config = config
        self.online = create_online(config, open_pages)
        self._model = model or config.model
        self._model_configured = model is None and config.model is not None
        self.theme = self._theme_remembered = config.theme
        self.set_keymap(dict(config.keymap))

    def on_mount(self) -> None:
        self.theme_changed_signal.subscribe(self, self._remember_theme)
        given = self._given
        proposed = [] if given or self._plan is None else [movie.id for movie in self._plan.favourites]
        opening = opening_text(self._titles, self.recorder.name) if self._opening else ""
        picker = PickerScreen(given or proposed, begin=self._begins, seed=self._seed, opening=opening)
        self.push_screen(picker)
        if self._plan is not None and not given:
            from matinee.tui.import_review import review_import

            review_import(self, self._plan, partial(self._propose_favourites, picker))
        self.call_after_refresh(self.load_catalogue)

    def load_catalogue(self) -> None:
        """Load the bundle in a thread, unless it is loaded already."""
        if self.recommender is None:
            start_catalogue_load(self._model, self._titles, not self._opening, self.post_message, self._bundle)
        else:
            self.post_message(CatalogueLoaded(self.recommender))

    @on(CatalogueLoaded)
    def _catalogue_loaded(self, message: CatalogueLoaded) -> None:
        from matinee.engine.errors import MatineeError

        self.recommender = message.recommender
        for screen in self.screen_stack:
            if isinstance(screen, PickerScreen):
                if message.favourites:
                    screen.choose(message.favourites, begin=True)
                try:
                    screen.catalogue_loaded(message.recommender)
                    message.recommender.catalogue.movies(self._companion.favourites if self._companion else ())
                except MatineeError as error:  # a saved session with films of another bundle
                    self._fail(self.recorder.describe_error(error))
                self._opening = self._opening and screen.is_starting  # not with fewer than four favourites
        if not self._opening:
            self._warm_up()
        self._update_palette()

    @on(CatalogueFailed)
    def _catalogue_failed(self, message: CatalogueFailed) -> None:
        from matinee.engine.errors import MatineeError

        if not isinstance(message.error, MatineeError | OSError):
            raise message.error
        self._fail(str(locate_error(message.error, self._config) if self._model_configured else message.error))

    def _fail(self, problem: str) -> None:
        self.failure = problem
        self.exit(return_code=2)

    @on(FavouritesChanged)
    def _favourites_changed(self, message: FavouritesChanged) -> None:
        if self.recommender is not None and self.session is None:
            self._suspended = None
            self._own_favourites = message.favourites
            self._record_favourites(self.recommender)

    @on(CompanionChanged)
    def _companion_changed(self, message: CompanionChanged) -> None:
        from msgspec.structs import replace

        if self.recommender is not None and self.session is None and self._companion is not None:
            self._suspended = None
            self._companion = replace(self._companion, favourites=tuple(message.favourites))
            self._companion_begins = False
            self._record_favourites(self.recommender)

    def _record_favourites(self, recommender: "Recommender") -> None:
        self.recorder.record_favourites(
            recommender, self._own_favourites, self._model, self._seed or 0, self._companion
        )

    @on(FavouritesChosen)
    def _favourites_chosen(self, message: FavouritesChosen) -> None:
        """Start the session, or ask the second person. If another screen covers the picker, wait until it is closed."""
        if self.recommender is None or not isinstance(self.screen, PickerScreen):
            return
        self.screen.confirm_start()
        self._own_favourites = message.favourites
        if self._companion is None:
            self._begin(self.recommender, message.favourites)
            return
        name, theirs = self._companion.name, self._companion.favourites
        self._opening = bool(theirs) and (self._companion_begins or len(theirs) >= INVITED)
        self.push_screen(CompanionPicker(self.recommender, name, theirs, begin=self._opening, seed=self._seed))
        if not self._opening:
            self._warm_up()

    @on(CompanionChosen)
    def _companion_chosen(self) -> None:
        """Start the session for two. If another screen covers the picker, wait until it is closed."""
        if self.recommender is not None and isinstance(self.screen, CompanionPicker):
            self.screen.confirm_start()
            self._begin(self.recommender, self._own_favourites)

    @on(CompanionRequested)
    def _ask_companion(self) -> None:
        """Ask who watches with the user."""
        from matinee.tui.companion_dialog import companion_dialog

        self.push_screen(companion_dialog(self._companion), self._companion_named)

    def _companion_named(self, name: str | None) -> None:
        from matinee.tui.companion_dialog import rename_companion

        if name is not None:
            self._companion, self._suspended = rename_companion(self._companion, name), None
            told = f"{self._companion.name} names films after you." if self._companion else "You watch alone."
            self.notify(told, markup=False)

    def _begin(self, recommender: "Recommender", favourites: list[int]) -> None:
        """Start or resume the session."""
        from matinee.engine.errors import MatineeError

        self._opening = True
        if self._suspended is not None:  # undo led back to the picker, and nothing was changed in it
            self._show_session(self._suspended)
            return
        try:
            session, notes = self.recorder.begin(recommender, favourites, self._model, self._seed or 0, self._companion)
            if self._plan is not None and not session.events:
                known = self._plan.event_for(session.all_favourites)
                if known.answers:
                    session.import_films(known)
            if self._watchlist_only and session.watchlist:
                session.choose_from_watchlist()
            elif self._watchlist_only:
                notes = (*notes, EMPTY_WATCHLIST)
        except MatineeError as error:
            self._fail(str(error))
            return
        self._show_session(session)
        for note in notes:
            self.notify(note, markup=False)

    def _show_session(self, session: "Session") -> None:
        from matinee.tui.screens.card import CardScreen

        assert self.recommender is not None, "a session needs a recommender"
        self.session, self._suspended = session, None
        if session.active_prompt is not None:
            self._load_encoder()  # before the first film, which would otherwise wait for the encoder
        self.push_screen(CardScreen(self.recommender, session, self._prompts), self._return_to_picker)
        self.screen.call_after_refresh(self._opened)

    def _opened(self) -> None:
        self._opening = False
        self._warm_up()

    def _warm_up(self) -> None:
        """Prepare searches if loading the bundle has left that for later."""
        if self._searches_unprepared and self.recommender is not None:
            self._searches_unprepared = False
            start_warm_up(self.recommender)

    @property
    def holds_input(self) -> bool:
        """Whether a session opens, or is about to: no film is on screen yet."""
        return self._opening or any(picker.is_starting for picker in self._pickers_on_top)

    @property
    def holds_text(self) -> bool:
        """Whether four titles wait for the catalogue: what is typed now is meant for the first film."""
        return any(picker.awaits_catalogue for picker in self._pickers_on_top)

    @property
    def _pickers_on_top(self) -> list[PickerScreen]:
        """The picker, unless another screen covers it."""
        return [top for top in self.screen_stack[-1:] if isinstance(top, PickerScreen)]

    @on(InputCut)
    def _input_cut(self, message: InputCut) -> None:
        if message.is_flood:
            self.ignore_waiting_keys()
        self.notify(message.reason, severity="warning", markup=False)

    def _return_to_picker(self, _nothing: None) -> None:
        self.session, self._suspended = None, self.session

    @on(SaveFailed)
    def _save_failed(self, message: SaveFailed) -> None:
        self.notify(message.problem, severity="error", markup=False, timeout=10)

    @on(PromptOpened)
    def _load_encoder(self) -> None:
        """Load the sentence encoder the first time the prompt is opened."""
        if self._encoder_requested or self.recommender is None or self.recommender.prompts.has_encoder:
            return
        self._encoder_requested = True
        start_encoder_load(self.recommender.prompts, self.post_message)

    @on(EncoderLoaded)
    def _encoder_loaded(self) -> None:
        from matinee.tui.screens.card import CardScreen

        if self.recommender is not None and self.recommender.prompts.problem:
            self.notify(self.recommender.prompts.problem, severity="warning", markup=False)
        for screen in self.screen_stack:
            if isinstance(screen, CardScreen):
                screen.encoder_loaded()

    def _remember_theme(self, chosen: Theme) -> None:
        """Save a theme that the user picked."""
        if chosen.name == self._theme_remembered:
            return
        self._theme_remembered = chosen.name
        from matinee.engine.errors import MatineeError

        try:
            self._remember(chosen.name)
        except (MatineeError, OSError) as error:
            self.notify(f"The theme could not be saved: {error}", severity="warning", markup=False)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The commands of the palette: what is possible now, with or without a key."""
        from matinee.tui.palette import screen_commands
        from matinee.tui.session_commands import SessionCommands

        yield from screen_commands(screen)
        yield SystemCommand("Theme", "Change the colours", self.action_change_theme)
        if self.recommender is None:
            return
        commands = SessionCommands(self, self.recommender, self.recorder)
        if self.session is not None:
            yield from commands.session_commands(self.session)
        elif isinstance(screen, PickerScreen) and not isinstance(screen, CompanionPicker):
            yield from commands.picker_commands(
                partial(self._propose_favourites, screen), partial(self._resume, screen)
            )

    def _propose_favourites(self, picker: PickerScreen, plan: "ImportPlan") -> None:
        self._plan, self._suspended = plan, None
        picker.choose([movie.id for movie in plan.favourites], begin=False)

    def _resume(self, picker: PickerScreen, favourites: list[int]) -> None:
        self._suspended, self._companion = None, self.recorder.companion
        self._companion_begins = self.recorder.has_begun
        picker.choose(favourites, begin=self.recorder.has_favourites)

    def action_command_palette(self) -> None:
        """Open the command palette."""
        from matinee.tui.runtime.textual_patches import SafeCommandPalette

        if not any(isinstance(screen, SafeCommandPalette) for screen in self.screen_stack):
            self.push_screen(SafeCommandPalette(id="--command-palette"))

    def _update_palette(self) -> None:
        """List in an open palette what the catalogue makes possible, such as an import."""
        from matinee.tui.runtime.textual_patches import SafeCommandPalette

        if isinstance(self.screen, SafeCommandPalette) and self.screen.is_mounted:
            self.screen.search_again()

    def action_help(self) -> None:
        """Explain the keys of this screen."""
        from matinee.tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen.for_screen(self.screen, self.recorder.name, is_kept=self.recorder.keeps_copy))

    def action_leave_session(self) -> None:
        """Show the session once more, then quit; with nothing answered, quit at once."""
        if self.session is None or not self.session.state.answered_here:
            self.exit()
            return
        from matinee.tui.screens.leave import LeaveScreen
        from matinee.tui.text.leave_text import saving_text

        saving = saving_text(self.recorder.name, is_kept=self.recorder.keeps_copy)
        self.push_screen(LeaveScreen(self.session, saving, can_keep=self.can_keep))

    @property
    def can_keep(self) -> bool:
        """Whether the session can be saved under a name."""
        return self.session is not None and self.recorder.name is None and files_allowed()

    def action_keep_session(self) -> None:
        """Save this session under a name, then quit."""
        from matinee.tui.session_commands import SessionCommands

        if self.recommender is not None and self.session is not None and self.can_keep:
            SessionCommands(self, self.recommender, self.recorder).save(self.session, then=self.exit)

    def on_unmount(self) -> None:
        """Release the saved session."""
        self.recorder.close()
