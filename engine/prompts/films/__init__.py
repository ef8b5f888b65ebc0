"""Films that a prompt names, and what it says of them."""
