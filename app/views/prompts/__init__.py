"""The station "Prompts"."""
