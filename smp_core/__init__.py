"""SMP Studio's core: few-shot audio-visual event recognition, without any window code."""

__version__ = "0.1.0"
