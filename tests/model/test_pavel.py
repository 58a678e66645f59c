"""P-AVeL: its size, its silence at the start, and where the CLS token goes."""

from __future__ import annotations

import torch
from tiny_smp import tiny_config

from smp_core.model.config import ModelConfig
from smp_core.model.pavel import PAVeL, convolve, quick_gelu
from smp_core.model.tokens import Grids, Tokens


def test_it_has_the_published_size() -> None:
    assert sum(p.numel() for p in PAVeL(ModelConfig()).parameters()) == 78_863


def test_it_adds_nothing_at_first() -> None:
    pavel = PAVeL(tiny_config())
    tokens = Tokens(torch.randn(2, 5, 24), torch.randn(2, 9, 24), torch.randn(2, 13, 24))
    grids = Grids((2, 4), (2, 2, 3))
    out = pavel(tokens, torch.ones(2, 5, dtype=torch.bool), grids)
    for before, increment in zip(tokens, out, strict=True):
        assert increment.shape == before.shape
        assert bool((increment == 0).all())


def test_quick_gelu_is_clip_s() -> None:
    x = torch.linspace(-4, 4, 9)
    torch.testing.assert_close(quick_gelu(x), x / (1 + torch.exp(-1.702 * x)))


def test_the_cls_token_is_convolved_alone() -> None:
    torch.manual_seed(0)
    conv = torch.nn.Conv2d(4, 4, 3, padding=1)
    tokens = torch.randn(1, 1 + 6, 4)
    out = convolve(conv, tokens, (2, 3))
    # On a 1 × 1 map with padding 1 only the middle of the kernel meets the token.
    expected = tokens[0, 0] @ conv.weight[:, :, 1, 1].T + conv.bias
    torch.testing.assert_close(out[0, 0], expected)
    changed = tokens.clone()
    changed[0, 0] += 1
    assert torch.equal(convolve(conv, changed, (2, 3))[:, 1:], out[:, 1:])


def test_patches_keep_their_places_on_the_grid() -> None:
    conv = torch.nn.Conv3d(1, 1, 3, padding=1, groups=1)
    with torch.no_grad():
        conv.weight.zero_()
        conv.weight[0, 0, 1, 1, 2] = 1.0  # take the right-hand neighbour
        conv.bias.zero_()  # type: ignore[union-attr]
    patches = torch.arange(2 * 2 * 3, dtype=torch.float32).reshape(1, 12, 1)
    out = convolve(conv, torch.cat([torch.zeros(1, 1, 1), patches], dim=1), (2, 2, 3))
    got = out[0, 1:, 0].reshape(2, 2, 3)
    original = patches.reshape(2, 2, 3)
    assert torch.equal(got[:, :, :2], original[:, :, 1:])
    assert bool((got[:, :, 2] == 0).all())
