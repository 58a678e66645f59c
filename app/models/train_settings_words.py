"""What each hyper-parameter is called and does, for people.

Settings that are not listed here show their name and the description in the code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.texts import translate

if TYPE_CHECKING:
    from smp_core.workflows.train_settings import Setting


def setting_title(setting: Setting) -> str:
    """Its name on the screen."""
    return key_title(setting.key)


def key_title(key: str) -> str:
    """What a setting or fact of a run is called, by its key."""
    facts = {
        "preset": translate("Settings", "Preset"),
        "captioner": translate("Settings", "Prompts by"),
        "classes": translate("Settings", "Classes"),
        "clips": translate("Settings", "Clips"),
        "pack": translate("Settings", "Pack"),
        "device": translate("Settings", "Device"),
    }
    known = _known().get(key)
    return known[0] if known else facts.get(key, key.replace("_", " ").capitalize())


def setting_about(setting: Setting) -> str:
    """One or two short sentences."""
    known = _known().get(setting.key)
    return known[1] if known else setting.about


def _known() -> dict[str, tuple[str, str]]:
    return {
        "epochs": (
            translate("Settings", "Epochs"),
            translate("Settings", "How often every clip is learned from."),
        ),
        "batch_size": (
            translate("Settings", "Batch size"),
            translate("Settings", "Clips per step. Fewer need less memory."),
        ),
        "learning_rate": (
            translate("Settings", "Learning rate"),
            translate("Settings", "How large a step is. Too large does not settle."),
        ),
        "seed": (
            translate("Settings", "Seed"),
            translate("Settings", "Another number draws another order and start."),
        ),
        "rebalance": (
            translate("Settings", "Balance sound and picture (P-PR)"),
            translate("Settings", "Speeds up whichever of the two lags behind."),
        ),
        "alpha": (
            translate("Settings", "Strength of the balance α"),
            translate("Settings", "0 switches it off (Eq. 10)."),
        ),
        "tune_prototypes": (
            translate("Settings", "Prompts tune the prototypes"),
            translate("Settings", "Pull class centres towards the prompts' (Eq. 6)."),
        ),
        "detach_rebalance": (
            translate("Settings", "No gradient through δ, β, γ"),
            translate("Settings", "The balance weighs, but is not itself learned through."),
        ),
        "balance_classes": (
            translate("Settings", "All classes count alike"),
            translate("Settings", "However many clips each one has. Not in the paper."),
        ),
        "mixed_precision": (
            translate("Settings", "Half precision"),
            translate("Settings", "Twice as fast on a GPU that has it."),
        ),
        "streams": (
            translate("Settings", "Streams"),
            translate("Settings", "Learn from sound, from picture, or from both."),
        ),
        "pavel": (
            translate("Settings", "P-AVeL"),
            translate("Settings", "The modules that join sound, picture and words."),
        ),
        "pavel_location": (
            translate("Settings", "Place of P-AVeL"),
            translate("Settings", "Beside which part of a block it stands (Table VII)."),
        ),
        "pavel_prompts": (
            translate("Settings", "Words in P-AVeL"),
            translate("Settings", "Off joins sound and picture alone (Table V)."),
        ),
        "latent_attention": (
            translate("Settings", "Latent attention"),
            translate("Settings", "Before the convolutions, after them, or both (Table X)."),
        ),
        "phase1": (
            translate("Settings", "Phase 1: text-aware attention"),
            translate("Settings", "Words look at sound and picture first (Eq. 1)."),
        ),
        "phase2": (
            translate("Settings", "Phase 2: learned mix"),
            translate("Settings", "Learn λ of Eq. 3; off fixes it to 1."),
        ),
        "phase3": (
            translate("Settings", "Phase 3: learned sum"),
            translate("Settings", "Learn λ of Eq. 4; off fixes it to 1."),
        ),
        "begin_block": (
            translate("Settings", "First block"),
            translate("Settings", "Blocks before this one are left alone (Fig. 7a)."),
        ),
        "bottleneck": (
            translate("Settings", "Bottleneck"),
            translate("Settings", "Width inside P-AVeL (Fig. 7b)."),
        ),
        "adapter_dropout": (
            translate("Settings", "Dropout in P-AVeL"),
            translate("Settings", "Share of numbers left out while learning."),
        ),
        "phase2_weighting": (
            translate("Settings", "What λ of Eq. 3 weighs"),
            translate("Settings", "“text” is the paper's; the others are for old checkpoints."),
        ),
        "mask_padding": (
            translate("Settings", "Ignore padding"),
            translate("Settings", "Off only for the authors' own checkpoints."),
        ),
        "head_text": (
            translate("Settings", "Words into the head"),
            translate("Settings", "Lets the classifier read the prompt itself."),
        ),
        "comparison": (
            translate("Settings", "Compare with examples"),
            translate(
                "Settings", "Also asks which class's clips are most alike. Not in the paper."
            ),
        ),
        "head_width": (
            translate("Settings", "Width of the head"),
            translate("Settings", "Of the classifier's hidden layer."),
        ),
        "head_dropout": (
            translate("Settings", "Dropout in the head"),
            translate("Settings", "Share of numbers left out while learning."),
        ),
    }
