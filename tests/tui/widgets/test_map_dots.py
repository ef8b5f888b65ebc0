"""Films are drawn as braille dots where the plot has them."""

import numpy as np
import pytest
from textual.geometry import Region
from textual_plot.plot_widget import map_coordinate_to_hires_pixel

from matinee.tui.widgets.map_dots import BITS, BRAILLE, draw_dots
from matinee.tui.widgets.map_view import MapView

SIZE = (30, 12)


def dots_of(character: str) -> set[tuple[int, int]]:
    """(column, row) of the dots of a character."""
    code = ord(character) - BRAILLE
    return {(column, row) for row in range(4) for column in range(2) if code & int(BITS[row, column])}


@pytest.mark.parametrize("view", [MapView(), MapView(0.3, -0.2, 3.0)])
def test_every_dot_is_where_the_plot_puts_it(view: MapView) -> None:
    places = np.random.default_rng(0).uniform(-1, 1, (200, 2))
    expected: dict[tuple[int, int], set[tuple[int, int]]] = {}
    limits = (view.x - view.reach, view.x + view.reach, view.y - view.reach, view.y + view.reach)
    inner = Region(1, 1, SIZE[0] - 2, SIZE[1] - 2)
    for x, y in places:
        column, line = map_coordinate_to_hires_pixel(float(x), float(y), *limits, inner)
        if inner.contains(int(np.floor(column)), int(np.floor(line))):
            cell = (int(column), int(line))
            expected.setdefault(cell, set()).add((int(column * 2) % 2, int(line * 4) % 4))
    drawn = {cell: dots_of(letter) for letter, cells in draw_dots(places, view, SIZE).items() for cell in cells}
    assert drawn == expected


def test_dots_of_one_cell_share_a_character() -> None:
    corner = MapView().reach * 0.999
    drawn = draw_dots(np.array([[-corner, corner], [-corner, corner], [corner, -corner]]), MapView(), SIZE)
    assert drawn == {"⠁": [(1, 1)], "⢀": [(28, 10)]}


@pytest.mark.parametrize("size", [(2, 2), (0, 0), (30, 2)])
def test_a_canvas_without_room_has_no_dots(size: tuple[int, int]) -> None:
    assert draw_dots(np.zeros((1, 2)), MapView(), size) == {}


def test_without_films_there_are_no_dots() -> None:
    assert draw_dots(np.zeros((0, 2)), MapView(), SIZE) == {}
