"""One file per database revision."""
