"""Ask something, return a dataclass; nothing else."""
