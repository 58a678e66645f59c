"""The stations, one folder each."""
