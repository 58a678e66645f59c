"""Qt models and what is computed from records for showing."""
