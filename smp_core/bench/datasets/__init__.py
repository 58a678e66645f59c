"""Data sets in their own published layouts, as lists of examples; nothing is downloaded."""
