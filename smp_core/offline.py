"""Libraries neither chat nor look for news on the network; every program begins with this."""

from __future__ import annotations

import os


def stay_offline() -> None:
    """Tell the libraries, which read it when they are imported; processes inherit it.

    Fetching a pack or a model, which the operator asks for, alone lifts it, for itself.
    """
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
