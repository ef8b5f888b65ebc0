"""What a visitor of `matinee serve` may do: what the owner of the machine allowed when it was started, and no more."""

import os

WEB_DRIVER = "textual.drivers.web_driver:WebDriver"
"""What textual-serve names in TEXTUAL_DRIVER: the screen is a browser, and standard output a pipe to it."""
VISITOR_DRIVER = "matinee.tui.web.visitor_driver:VisitorDriver"
"""What `matinee serve` names there."""
FILES = "MATINEE_VISITORS_FILES"
"""Set to 1 by `matinee serve --allow-files`."""


def served() -> bool:
    """Whether the app is shown in a browser."""
    return os.environ.get("TEXTUAL_DRIVER") in (WEB_DRIVER, VISITOR_DRIVER)


def files_allowed() -> bool:
    """Whether whoever sits at the screen may read and write files of this machine."""
    return not served() or os.environ.get(FILES) == "1"
