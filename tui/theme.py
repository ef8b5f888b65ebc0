"""The Matinee look: a dark house, a warm screen."""

from textual.theme import Theme

MATINEE = Theme(
    name="matinee",
    primary="#e8b04b",
    secondary="#9a8f7d",
    accent="#e8b04b",
    foreground="#e9e4da",
    background="#14120f",
    surface="#1b1815",
    panel="#26221d",
    success="#8fbf7f",
    warning="#e8b04b",
    error="#d9705f",
    dark=True,
)
