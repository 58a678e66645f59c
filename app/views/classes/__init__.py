"""The station "Classes"."""
