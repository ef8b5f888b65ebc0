"""What is known of a film in words, and its sentence vectors."""
