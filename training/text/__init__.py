"""Films and prompts in words: texts of films, their sentence vectors, and the encoder that ships."""
