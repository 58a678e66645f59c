"""What assembles the parts; no logic."""
