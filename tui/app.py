"""The application: one recommender and a stack of screens.

Nothing here imports the engine when the module is read: the picker is on screen before numpy is.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import App
from textual.binding import Binding, BindingType

from tui.loading import start_listening, start_reading
from tui.messages import CatalogueFailed, CatalogueRead, ListeningDone
from tui.screens.picker import PickerScreen
from tui.theme import MATINEE

if TYPE_CHECKING:
    from engine.recommender import Recommender
    from policy import Policy


class MatineeApp(App[None]):
    """Four favourites, then one film at a time.

    Attributes:
        policy: the policy as it was turned in this run; None while it is the recommender's.
        said: the moods said in this run, oldest first.
    """

    TITLE = "Matinee"
    AUTO_FOCUS = ""
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c,ctrl+q", "quit", "quit", key_display="ctrl+q", show=False, priority=True),
        Binding("ctrl+z", "suspend_process", "suspend", show=False),
        Binding("f1", "help", "help", key_display="F1", show=False),
    ]

    def __init__(
        self,
        recommender: "Recommender | None" = None,
        favourites: Sequence[int] = (),
        *,
        model: str | None = None,
        seed: int | None = None,
    ) -> None:
        """With a recommender the app is ready at once; without one it reads the bundle behind the picker."""
        super().__init__()
        self.recommender = recommender
        self.model = model
        self.seed = seed
        self.failure = ""
        self.policy: Policy | None = None
        self.said: list[str] = []
        self._listening = False
        self._favourites = list(favourites)

    def on_mount(self) -> None:
        self.register_theme(MATINEE)
        self.theme = MATINEE.name
        self.push_screen(PickerScreen(self._favourites))
        if self.recommender is None:
            self.call_after_refresh(start_reading, self.model, self.post_message)
        else:
            self.call_after_refresh(self.post_message, CatalogueRead(self.recommender))

    @on(CatalogueRead)
    def _catalogue_read(self, message: CatalogueRead) -> None:
        self.recommender = message.recommender
        for screen in self.screen_stack:
            if isinstance(screen, PickerScreen):
                screen.catalogue_read(message.recommender)

    @on(CatalogueFailed)
    def _catalogue_failed(self, message: CatalogueFailed) -> None:
        from engine import MatineeError

        if not isinstance(message.error, MatineeError | OSError):
            raise message.error
        self.failure = str(message.error)
        self.exit(return_code=2)

    def start_session(self, favourites: Sequence[int]) -> None:
        """Four favourites are chosen: show the first film."""
        from tui.screens.card import CardScreen

        if self.recommender is not None and not isinstance(self.screen, CardScreen):
            session = self.recommender.session(favourites, model=self.model, seed=self.seed or 0)
            if self.policy is not None:
                session.policy = self.policy
            self.push_screen(CardScreen(self.recommender, session))

    def start_listening(self) -> None:
        """Load what understands moods, once; nobody who never says one waits for it."""
        if self._listening or self.recommender is None or self.recommender.understanding.encoded:
            return
        self._listening = True
        start_listening(self.recommender.understanding, self.post_message)

    @on(ListeningDone)
    def _listening_done(self) -> None:
        from tui.screens.card import CardScreen

        if self.recommender is not None and self.recommender.understanding.problem:
            self.notify(self.recommender.understanding.problem, severity="warning", markup=False)
        for screen in self.screen_stack:
            if isinstance(screen, CardScreen):
                screen.listening_done()

    def action_help(self) -> None:
        """Explain the keys of the screen that is up."""
        from tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen.of(self.screen))
