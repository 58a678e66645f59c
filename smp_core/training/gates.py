"""The learned λ of every latent attention: what a training lets through between the streams."""

from __future__ import annotations

from collections import defaultdict

from smp_core.model.smp import SMP


def gates(model: SMP) -> dict[str, float]:
    """Read them.

    Returns:
        "lambda_audio.4" → the mean over block 4's latent attentions; empty where none is learned.
    """
    found: dict[str, list[float]] = defaultdict(list)
    for name, parameter in model.named_parameters():
        parts = name.split(".")
        if parts[-1].startswith("lambda_") and parts[0] in ("pavels", "attention_pavels"):
            found[f"{parts[-1]}.{parts[1]}"].append(float(parameter.detach().mean()))
    return {name: sum(values) / len(values) for name, values in found.items()}
