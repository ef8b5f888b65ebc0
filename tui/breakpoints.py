"""Terminal sizes at which the layout changes, in columns and lines."""

SMALLEST = (40, 12)
"""Smallest supported size (columns, lines); below it only a message is shown."""
WIDE = 70
"""Columns needed for a side panel."""
BROAD = 100
"""Columns needed for a wide side panel."""
TALL = 18
"""Lines needed for spacing between elements."""
GRAND = 32
"""Lines needed for the largest layout."""
