"""The station "Attention"."""
