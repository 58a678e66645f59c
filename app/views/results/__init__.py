"""The station "Results"."""
