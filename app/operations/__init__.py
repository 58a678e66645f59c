"""One small function for each thing the operator can do; each returns an `Operation`."""
