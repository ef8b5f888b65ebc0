"""The strongest entries of each row of an item–item matrix that is computed block by block and never held whole."""

import numpy as np

from matinee.engine.models.item_item import ItemWeights

ROWS_AT_ONCE = 512
"""Rows whose entries are sorted at once."""


class TopEntries:
    """The entries of each row with the largest absolute values, of all blocks added so far.

    Attributes:
        columns: (n, count) columns of the entries; −1 in rows that have none yet.
        values: (n, count) the entries.
    """

    def __init__(self, n: int, count: int) -> None:
        """Start with no entry.

        Args:
            n: rows, as many as columns.
            count: entries to keep of each row.
        """
        self.columns = np.full((n, count), -1, dtype=np.int32)
        self.values = np.zeros((n, count), dtype=np.float32)

    def add(self, rows: np.ndarray, columns: np.ndarray, block: np.ndarray) -> None:
        """Add entries of columns that these rows have no entries of yet.

        The first columns of a row must be at least as many as the entries to keep.

        Args:
            rows: (r,) their rows, each once.
            columns: (c,) their columns, each once.
            block: (r, c) the entries.
        """
        for start in range(0, len(rows), ROWS_AT_ONCE):
            part = slice(start, start + ROWS_AT_ONCE)
            self._add_rows(rows[part], columns, block[part].astype(np.float32, copy=False))

    def _add_rows(self, rows: np.ndarray, columns: np.ndarray, block: np.ndarray) -> None:
        kept, values = self.columns[rows], self.values[rows]
        strength = np.where(kept < 0, -1.0, np.abs(values))
        added = np.abs(block)
        # most films outside the core matter to none of its films
        matters = ~(added <= strength.min(axis=1)[:, None]).all(axis=0)  # true of NaN, which has to be found later
        strength = np.hstack([strength, added[:, matters]])
        best = np.argpartition(-strength, self.columns.shape[1] - 1, axis=1)[:, : self.columns.shape[1]]
        candidates = np.hstack([kept, np.broadcast_to(columns[matters], (len(rows), int(matters.sum())))])
        self.columns[rows] = np.take_along_axis(candidates, best, axis=1)
        self.values[rows] = np.take_along_axis(np.hstack([values, block[:, matters]]), best, axis=1)

    def to_item_weights(self, rows: np.ndarray, n_movies: int) -> ItemWeights:
        """Convert to weights over the catalogue, in the precision in which they are written.

        Args:
            rows: (n,) catalogue rows of the films.
            n_movies: size of the catalogue.
        """
        # a film that was compared with none has weights of 0
        filled = np.where(self.columns < 0, np.arange(self.columns.shape[1], dtype=np.int32), self.columns)
        order = np.argsort(filled, axis=1)
        columns = np.zeros((n_movies, self.columns.shape[1]), dtype=np.int32)
        weights = np.zeros(columns.shape, dtype=np.float32)
        columns[rows] = rows[np.take_along_axis(filled, order, axis=1)]
        weights[rows] = np.take_along_axis(self.values, order, axis=1).astype(np.float16)
        known = np.zeros(n_movies, dtype=np.bool_)
        known[rows] = True
        return ItemWeights(columns, weights, known)
