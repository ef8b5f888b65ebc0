"""Years, decades and eras in a prompt."""
