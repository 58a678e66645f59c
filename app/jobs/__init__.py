"""Background work: one pattern for everything that takes longer than a blink."""
