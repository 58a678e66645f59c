"""The paper's configurations by name, each as the settings that make it out of SMP.

The same settings work on the command line: `smp finetune PROJECT --set streams=audio`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Configuration:
    """One row of one of the paper's tables.

    Attributes:
        where: The table.
        row: What the row is called.
        settings: "key=value" each, for `training.overrides`; none for SMP itself.
    """

    where: str
    row: str
    settings: tuple[str, ...] = ()


SWEPT = {"begin_block": "first block with a P-AVeL", "bottleneck": "down-sampled dimension"}
"""Settings that Fig. 7 walks through, in words."""

CONFIGURATIONS = {
    "smp": Configuration("Table I", "Audio-Visual SMP"),
    "audio-smp": Configuration("Table I", "Audio SMP", ("streams=audio",)),
    "visual-smp": Configuration("Table I", "Visual SMP", ("streams=visual",)),
    "audio": Configuration("Tables I and III", "Audio Model", ("streams=audio", "pavel=false")),
    "visual": Configuration("Tables I and III", "Visual Model", ("streams=visual", "pavel=false")),
    "late-fusion": Configuration("Tables I to IV", "Audio-Visual Model", ("pavel=false",)),
    "text": Configuration(
        "Table I", "Text CLIP", ("streams=none", "pavel=false", "head_text=true")
    ),
    "avp": Configuration("Table I", "AVP Model", ("pavel=false", "head_text=true")),
    "no-p-pr": Configuration("Table IV", "SMP, P-PR off", ("rebalance=false",)),
    # Table VII gives 75.23 for this row and Table IV 67.47; the paper does not say what differs.
    "no-p-avel": Configuration("Tables IV and VII", "SMP, P-AVeL off", ("pavel_location=none",)),
    "no-prompts": Configuration(
        "Table V", "SMP, no prompts at all", ("pavel_prompts=false", "tune_prototypes=false")
    ),
    "no-prompts-in-p-avel": Configuration(
        "Table V", "SMP, no prompts in P-AVeL", ("pavel_prompts=false",)
    ),
    "no-prompts-in-p-pr": Configuration(
        "Table V", "SMP, no prompts in P-PR", ("tune_prototypes=false",)
    ),
    "no-phases": Configuration(
        "Table VI", "SMP, phases 1, 2 and 3 off", ("phase1=false", "phase2=false", "phase3=false")
    ),
    "no-phase-1": Configuration("Table VI", "SMP, phase 1 off", ("phase1=false",)),
    "no-phases-2-3": Configuration(
        "Table VI", "SMP, phases 2 and 3 off", ("phase2=false", "phase3=false")
    ),
    "no-phase-3": Configuration("Table VI", "SMP, phase 3 off", ("phase3=false",)),
    "no-phase-2": Configuration("Table VI", "SMP, phase 2 off", ("phase2=false",)),
    "beside-attention": Configuration(
        "Table VII", "SMP, P-AVeL beside the attention", ("pavel_location=attention",)
    ),
    "beside-both": Configuration("Table VII", "SMP, P-AVeL beside both", ("pavel_location=both",)),
    "no-latent-attention": Configuration(
        "Table X", "SMP, no latent attention", ("latent_attention=none",)
    ),
    "latent-attention-before": Configuration(
        "Table X", "SMP, latent attention before alone", ("latent_attention=before",)
    ),
    "latent-attention-after": Configuration(
        "Table X", "SMP, latent attention after alone", ("latent_attention=after",)
    ),
}
