"""Procedural audio-visual scenes: drawn and synthesised from a seed, with their ground truth."""
