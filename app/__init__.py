"""The window: SMP Studio for people. Never imports torch; see docs/adr/0004."""
