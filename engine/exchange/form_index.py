"""Finds films by the forms of their titles: without an owner, without the number of a part, by a part of the title."""

from collections.abc import Iterable, Iterator, Mapping

from matinee.engine.exchange.title_forms import TitleForms

Entries = dict[str, list[tuple[int, frozenset[str]]]]
"""Key → (row, numbers in the title) of the titles that have it."""


class FormIndex:
    """The forms of the titles of some films, such as those of one year."""

    def __init__(self, titles: Mapping[int, Iterable[str]]) -> None:
        """Build the index.

        Args:
            titles: row → all titles of the film.
        """
        self._whole: Entries = {}
        self._unowned: Entries = {}
        self._main_parts: Entries = {}
        self._all_parts: Entries = {}
        for row, names in titles.items():
            for forms in map(TitleForms, names):
                for entries, keys in (
                    (self._whole, forms.unnumbered),
                    (self._unowned, forms.unowned),
                    (self._main_parts, forms.main_parts),
                    (self._all_parts, forms.all_parts),
                ):
                    for key in keys:
                        entries.setdefault(key, []).append((row, forms.numbers))

    def same_but_owner(self, title: TitleForms) -> list[int]:
        """The films whose title is the same but for an owner or the number of a part that one of them lacks."""
        return unique(
            *rows_with(self._whole, title.unnumbered | title.unowned, title.numbers),
            *rows_with(self._unowned, title.unnumbered, title.numbers),
        )

    def with_main_part(self, title: TitleForms) -> list[int]:
        """The films of whose title a title is what is before the subtitle, or the subtitle."""
        return unique(*rows_with(self._main_parts, title.unnumbered, title.numbers))

    def sharing_a_part(self, title: TitleForms) -> list[int]:
        """The films whose title has any part in common with a title."""
        return unique(*rows_with(self._all_parts, title.all_parts, title.numbers))


def rows_with(entries: Entries, keys: Iterable[str], numbers: frozenset[str]) -> Iterator[int]:
    """The rows of the titles with any of these keys, unless both titles have a number that the other one has not."""
    for key in keys:
        for row, others in entries.get(key, ()):
            if numbers <= others or others <= numbers:
                yield row


def unique(*rows: int) -> list[int]:
    """The rows, each once."""
    return list(dict.fromkeys(rows))
