"""Word maps: the right tokens, the right rows and columns, on the right patches."""

from __future__ import annotations

import re
from math import exp, sqrt

import pytest
import torch
from tiny_smp import random_batch, tiny_config, wake_adapters

from smp_core.inference.clip_maps import clip_maps
from smp_core.inference.prompt_maps import Layer, PromptWord, prompt_words, word_maps
from smp_core.model.inputs import ClipInputs, InputOptions
from smp_core.model.latent_attention import latent_attention
from smp_core.model.smp import SMP
from smp_core.model.tokens import Tokens

WORDS = [PromptWord("a", 1, 2), PromptWord("siren,", 2, 4), PromptWord("then", 4, 4)]


def count(text: str) -> int:
    """Two tokens a word of more than four letters, one for each mark, and start and end."""
    return 2 + sum(2 if len(part) > 4 else 1 for part in re.findall(r"\w+|[^\w\s]", text))


def test_words_get_their_tokens_and_the_limit_cuts() -> None:
    assert prompt_words("a siren,  far away", count, 77) == [
        PromptWord("a", 1, 2),
        PromptWord("siren,", 2, 5),
        PromptWord("far", 5, 6),
        PromptWord("away", 6, 7),
    ]
    cut = prompt_words("a siren, far away", count, 5)
    assert [(word.first, word.last) for word in cut] == [(1, 2), (2, 4), (4, 4), (4, 4)]
    assert prompt_words("  ", count, 77) == []


def test_rows_and_columns_become_multiples_of_even() -> None:
    looks = torch.zeros(1, 5, 7)
    looks[0, 1] = torch.tensor([0.1, 0.2, 0.3, 0.1, 0.1, 0.1, 0.1])
    looks[0, 2], looks[0, 3] = torch.eye(7)[6], torch.eye(7)[5]
    listens = torch.zeros(1, 7, 5)
    listens[0, 4] = torch.tensor([0.0, 0.5, 0.3, 0.2, 0.0])
    maps = word_maps(looks, listens, WORDS, (2, 3))
    assert maps.shape == (2, 3, 2, 3)
    torch.testing.assert_close(maps[0, 0], 7 * torch.tensor([[0.2, 0.3, 0.1], [0.1, 0.1, 0.1]]))
    torch.testing.assert_close(maps[0, 1], torch.tensor([[0.0, 0, 0], [0, 3.5, 3.5]]))
    assert maps[0, 2].abs().sum() == 0  # cut off
    expected = torch.zeros(2, 3)
    expected[1, 0] = 2.5  # patch 3 gives half its attention, of five tokens
    torch.testing.assert_close(maps[1, 0], expected)
    assert float(maps[1, 1, 1, 0]) == pytest.approx((0.3 + 0.2) / 2 * 5)
    assert torch.isnan(word_maps(looks, None, WORDS, (6,))[1]).all()


def test_eq_1_and_3_in_plain_loops() -> None:
    """Where "text" looks, and who listens to it, for λ = 0.7 from the equations alone."""
    torch.manual_seed(2)
    module = latent_attention(tiny_config())
    with torch.no_grad():
        module.lambda_text_audio.fill_(0.7)
    tokens = Tokens(*(torch.randn(1, n, 4) for n in (5, 7, 6)))
    mask = torch.tensor([[True, True, True, True, False]])
    found = module.weights(tokens, mask)
    text, audio, visual = (each[0].double().tolist() for each in tokens)

    def softmax(scores: list[float]) -> list[float]:
        powers = [exp(each) for each in scores]
        return [each / sum(powers) for each in powers]

    def dot(a: list[float], b: list[float]) -> float:
        return sum(x * y for x, y in zip(a, b, strict=True)) / sqrt(4)

    looks = [softmax([dot(word, patch) for patch in audio]) for word in text]
    torch.testing.assert_close(found.text_audio, torch.tensor([looks]))
    mixed = [
        [
            sum(w * patch[k] for w, patch in zip(looks[i], audio, strict=True)) + 0.7 * text[i][k]
            for k in range(4)
        ]
        for i in range(4)  # the fifth is padding
    ]
    listens = [[*softmax([dot(patch, key) for key in mixed]), 0.0] for patch in visual]
    torch.testing.assert_close(found.visual_text, torch.tensor([listens]))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"phase1": False},
        {"streams": ("audio",)},
        {"pavel_location": "both", "latent_attention": "before"},
        {"pavel_prompts": False},
        {"pavel": False},
    ],
    ids=["smp", "eq14", "audio", "both", "no prompts", "baseline"],
)
def test_every_configuration_can_be_looked_at(changes: dict[str, object]) -> None:
    torch.manual_seed(1)
    model = SMP(tiny_config(**changes), 3).eval()
    wake_adapters(model)
    batch = random_batch(1)
    clip = ClipInputs(
        batch.spectrogram[0].half(),
        torch.randint(0, 256, (2, 3, 32, 48), dtype=torch.uint8),
        batch.token_ids[0],
    )
    maps = clip_maps(model, clip, InputOptions(), WORDS)
    assert maps.audio is not None
    assert maps.audio.rollout.shape == (3, 2, 4)
    assert float(maps.probabilities.sum()) == pytest.approx(1, abs=1e-5)
    both = "streams" not in changes
    assert (maps.visual is not None) == both
    assert maps.embedding.shape == (48 if both else 24,)
    if maps.visual is not None:
        assert maps.visual.rollout.shape == (3, 2, 2, 3)
    blocks = (1, 2) if changes.get("pavel", True) else ()
    if "pavel_location" in changes:
        expected = [Layer(b, where, "before") for b in blocks for where in ("attention", "mlp")]
    else:
        expected = [Layer(b, "mlp", place) for b in blocks for place in ("before", "after")]
    assert list(maps.layers) == expected
    assert maps.audio.words.shape == (len(expected), 2, 3, 2, 4)
    if expected:
        assert bool(torch.isnan(maps.audio.words).all()) == ("pavel_prompts" in changes)
