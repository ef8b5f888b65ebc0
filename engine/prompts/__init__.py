"""Prompts: from a line of text to what it asks for, film by film."""
