"""Sizes of a terminal from which there is room for more."""

SMALLEST = (40, 12)
"""Columns and lines below which nothing but a sentence is shown."""
WIDE = 70
"""Columns from which there is room for a second column."""
BROAD = 100
"""Columns from which the second column may be wider."""
TALL = 18
"""Lines from which there is room for air."""
GRAND = 32
"""Lines from which there is room for more than that."""
