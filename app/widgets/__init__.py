"""Parts that several stations use."""
