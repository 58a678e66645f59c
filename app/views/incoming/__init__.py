"""The station "Incoming"."""
