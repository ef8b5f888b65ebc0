"""What a prompt asks of film facts: people, places, languages, fine genres, subjects, a manner."""
