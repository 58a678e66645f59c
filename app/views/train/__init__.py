"""The station "Train"."""
