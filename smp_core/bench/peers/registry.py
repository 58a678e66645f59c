"""All peers by key."""

from __future__ import annotations

from smp_core.bench.peers import attention_fusion, g_blend, lavish, mbt, proto_cat, tbn
from smp_core.bench.peers.peer import TrainedPeer, TrainingFree
from smp_core.bench.peers.training_free import gaussian, nearest_prototype, tip_adapter

TRAINED: dict[str, TrainedPeer] = {
    "attention-fusion": attention_fusion.PEER,
    "g-blend": g_blend.PEER,
    "mbt": mbt.PEER,
    "tbn": tbn.PEER,
    "lavish": lavish.PEER,
    "proto-cat": proto_cat.PEER,
}

_FREE = {
    "prototype": ("Nearest prototype", "SimpleShot (2019)", "", nearest_prototype),
    "tip-adapter": ("Tip-Adapter", "ECCV 2022", "no zero-shot part, default β", tip_adapter),
    "gaussian": ("Gaussian discriminant", "ICLR 2024", "", gaussian),
}

TRAINING_FREE: dict[str, TrainingFree] = {
    key + ("-captions" if captions else ""): TrainingFree(
        name + (", with captions" if captions else ""), source, simplified, predict, captions
    )
    for key, (name, source, simplified, predict) in _FREE.items()
    for captions in (False, True)
}
