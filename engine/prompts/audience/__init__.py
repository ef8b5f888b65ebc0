"""Who is watching, and how old they are."""
