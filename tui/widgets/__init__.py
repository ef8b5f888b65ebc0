"""The widgets that screens are made of, and helpers to draw them."""
