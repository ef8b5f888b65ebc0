"""The words of a prompt: their form, meaning, language, and whether they are wanted or excluded."""
