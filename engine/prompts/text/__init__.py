"""Prompts as sentence vectors."""
