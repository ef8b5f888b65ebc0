"""How `matinee serve` tells the app of a visitor what the visitor may do.

The server and the app run in different processes and share these environment variables.
"""

import os

WEB_DRIVER = "textual.drivers.web_driver:WebDriver"
"""Value of TEXTUAL_DRIVER set by textual-serve: the screen is a browser, and standard output a pipe to it."""
VISITOR_DRIVER = "matinee.tui.runtime.drivers:VisitorDriver"
"""Value of TEXTUAL_DRIVER set by `matinee serve`."""
FILES = "MATINEE_VISITORS_FILES"
"""Variable set to 1 by `matinee serve --allow-files`, and to 0 without it."""


def in_browser() -> bool:
    """Whether the app is shown in a browser."""
    return os.environ.get("TEXTUAL_DRIVER") in (WEB_DRIVER, VISITOR_DRIVER)


def files_allowed() -> bool:
    """Whether the user may read and write files on this machine, among them plots and posters that it fetches.

    Returns:
        True in a terminal; in a browser only if the server was started with ``--allow-files``.
    """
    return not in_browser() or os.environ.get(FILES) == "1"
