"""The one way in which setting up, or making a kit, ends without having worked."""

from __future__ import annotations


class SetupFailed(Exception):
    """It cannot go on; the text says why and what to do."""
