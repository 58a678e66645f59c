"""What the window takes: time to start, waits while it works, memory; `python -m app.bench`."""
