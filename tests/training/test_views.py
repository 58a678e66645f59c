"""Views of clips: the event stays, and the first view is the clip itself."""

from __future__ import annotations

import torch
from tiny_support import make_support

from smp_core.training.views import N_VIEWS, views


def test_views_come_in_the_order_of_the_clips_and_keep_their_prompts() -> None:
    clips = make_support(3).clips
    found = views(clips)
    assert len(found) == N_VIEWS * 3
    assert all(one is other for one, other in zip(found[:3], clips, strict=True))
    for index, view in enumerate(found):
        own = clips[index % 3]
        assert torch.equal(view.token_ids, own.token_ids)
        assert view.frames.shape == own.frames.shape
        sums = (view.spectrogram.float().sum(dim=1), own.spectrogram.float().sum(dim=1))
        torch.testing.assert_close(*sums)  # shifted around, so every band keeps its energy
    assert torch.equal(found[3].frames.flip(-1), clips[0].frames)
    assert torch.equal(found[6].frames, clips[0].frames)
    assert not torch.equal(found[6].spectrogram, clips[0].spectrogram)
