"""Model folders of every captioner's architecture: random weights, real classes, no download."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
import transformers as hf
from tokenizers.pre_tokenizers import ByteLevel

# What the tiny models can say: their other tokens are never the likeliest.
WORDS = (
    "bell",
    "cart",
    "door",
    "drum",
    "fan",
    "glass",
    "horn",
    "lamp",
    "pump",
    "rain",
    "road",
    "sea",
)

_VIDEO_CHAT = (
    "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{% for c in m['content'] %}"
    "{% if c['type'] == 'video' %}VIDEO{% else %}{{ c['text'] }}{% endif %}{% endfor %}"
    "<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
    "{% if enable_thinking is defined and not enable_thinking %}<think>\n\n</think>\n\n{% endif %}"
)
_QWEN_MARKS = (
    "<|im_start|>",
    "<|im_end|>",
    "<|vision_start|>",
    "<|vision_end|>",
    "<|image_pad|>",
    "<|video_pad|>",
)


def write_tiny_captioner(architecture: str, folder: Path) -> Path:
    """Write config.json, model.safetensors, tokenizer and processor files of a tiny model."""
    torch.manual_seed(7)
    model, processor = _MAKERS[architecture]()
    model.save_pretrained(folder)  # safetensors is the library's only way
    processor.save_pretrained(folder)
    return folder


def _byte_vocabulary(marks: Sequence[str]) -> dict[str, int]:
    """Marks, every byte, and WORDS with a space before each."""
    tokens = [*marks, *sorted(ByteLevel.alphabet()), *(f"Ġ{word}" for word in WORDS)]
    return {token: index for index, token in enumerate(tokens)}


def _say_words_only(
    model: Any, vocabulary: Mapping[str, int], prefix: str = "Ġ", head: Any = None
) -> None:
    """Make random logits large for WORDS and zero for all other tokens."""
    head = head or model.get_output_embeddings()
    rows = [vocabulary[prefix + word] for word in WORDS]
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.ndim > 1:
                parameter.copy_(torch.randn_like(parameter) * parameter[0].numel() ** -0.5)
        kept = torch.randn(len(rows), head.weight.shape[1])
        head.weight.zero_()
        head.weight[rows] = kept
        if head.bias is not None:
            head.bias.fill_(-1e3)
            head.bias[rows] = 0.0


def _qwen_tokenizer(marks: Sequence[str], **extra: str) -> tuple[Any, dict[str, int]]:
    vocabulary = _byte_vocabulary(("<|endoftext|>", *marks))
    tokenizer = hf.Qwen2Tokenizer(vocab=vocabulary, merges=[], extra_special_tokens=extra)
    tokenizer.add_tokens(list(marks), special_tokens=True)
    return tokenizer, vocabulary


def _text(vocabulary: Mapping[str, int], **more: Any) -> dict[str, Any]:
    return {
        "vocab_size": len(vocabulary),
        "hidden_size": 32,
        "intermediate_size": 48,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "num_key_value_heads": 2,
        "max_position_embeddings": 4096,
        "pad_token_id": vocabulary["<|endoftext|>"],
        "bos_token_id": None,
        "eos_token_id": vocabulary["<|endoftext|>"],
        **more,
    }


def _smolvlm() -> tuple[Any, Any]:
    marks = (
        "<image>",
        "<video>",
        "<fake_token_around_image>",
        "<global-img>",
        "<end_of_utterance>",
    )
    tokenizer, vocabulary = _qwen_tokenizer((*marks, "<|im_start|>"))
    config = hf.SmolVLMConfig(
        text_config={"model_type": "llama", **_text(vocabulary)},
        vision_config={
            "hidden_size": 16,
            "intermediate_size": 24,
            "num_hidden_layers": 1,
            "num_attention_heads": 2,
            "image_size": 32,
            "patch_size": 8,
        },
        image_token_id=vocabulary["<image>"],
        scale_factor=2,
        pad_token_id=vocabulary["<|endoftext|>"],
    )
    size = {"longest_edge": 32}
    processor = hf.SmolVLMProcessor(
        hf.SmolVLMImageProcessor(size=size, max_image_size=size),
        tokenizer,
        hf.SmolVLMVideoProcessor(
            size=size,
            max_image_size=size,
            video_sampling={"fps": 1, "max_frames": 64, "video_size": size},
        ),
        image_seq_len=4,
    )
    model = hf.SmolVLMForConditionalGeneration(config)
    _say_words_only(model, vocabulary)
    return model, processor


def _qwen_processor(tokenizer: Any) -> Any:
    patches = {"patch_size": 8, "temporal_patch_size": 2, "merge_size": 2}
    chat = _VIDEO_CHAT.replace("VIDEO", "<|vision_start|><|video_pad|><|vision_end|>")
    return hf.Qwen3VLProcessor(
        hf.Qwen2VLImageProcessor(**patches),
        tokenizer,
        hf.Qwen3VLVideoProcessor(**patches),
        chat_template=chat,
    )


def _qwen_vision(**more: Any) -> dict[str, Any]:
    return {
        "depth": 2,
        "hidden_size": 16,
        "intermediate_size": 24,
        "num_heads": 2,
        "patch_size": 8,
        "out_hidden_size": 32,
        "num_position_embeddings": 64,
        **more,
    }


def _qwen_marks(vocabulary: Mapping[str, int]) -> dict[str, int]:
    return {
        "image_token_id": vocabulary["<|image_pad|>"],
        "video_token_id": vocabulary["<|video_pad|>"],
        "vision_start_token_id": vocabulary["<|vision_start|>"],
        "vision_end_token_id": vocabulary["<|vision_end|>"],
    }


def _qwen3_vl() -> tuple[Any, Any]:
    tokenizer, vocabulary = _qwen_tokenizer(_QWEN_MARKS)
    rope = {"rope_type": "default", "mrope_section": [4, 2, 2], "rope_theta": 10000.0}
    config = hf.Qwen3VLConfig(
        text_config=_text(vocabulary, head_dim=16, rope_parameters=rope),
        vision_config=_qwen_vision(deepstack_visual_indexes=[0, 1]),
        **_qwen_marks(vocabulary),
    )
    model = hf.Qwen3VLForConditionalGeneration(config)
    _say_words_only(model, vocabulary)
    return model, _qwen_processor(tokenizer)


def _qwen3_5() -> tuple[Any, Any]:
    tokenizer, vocabulary = _qwen_tokenizer(_QWEN_MARKS)
    rope = {
        "rope_type": "default",
        "mrope_section": [4, 2, 2],
        "mrope_interleaved": True,
        "rope_theta": 10000.0,
        "partial_rotary_factor": 1.0,
    }
    config = hf.Qwen3_5Config(
        text_config=_text(
            vocabulary,
            head_dim=16,
            rope_parameters=rope,
            linear_key_head_dim=8,
            linear_value_head_dim=8,
            linear_num_key_heads=2,
            linear_num_value_heads=2,
            layer_types=["linear_attention", "full_attention"],
        ),
        vision_config=_qwen_vision(),
        **_qwen_marks(vocabulary),
    )
    model = hf.Qwen3_5ForConditionalGeneration(config)
    _say_words_only(model, vocabulary)
    return model, _qwen_processor(tokenizer)


def _internvl() -> tuple[Any, Any]:
    marks = ("<img>", "</img>", "<IMG_CONTEXT>", "<video>", "<|im_start|>", "<|im_end|>")
    tokenizer, vocabulary = _qwen_tokenizer(
        marks,
        start_image_token="<img>",
        end_image_token="</img>",
        context_image_token="<IMG_CONTEXT>",
        video_token="<video>",
    )
    config = hf.InternVLConfig(
        text_config={"model_type": "qwen2", **_text(vocabulary)},
        vision_config={
            "hidden_size": 16,
            "intermediate_size": 24,
            "num_hidden_layers": 1,
            "num_attention_heads": 2,
            "image_size": (32, 32),
            "patch_size": (8, 8),
        },
        image_token_id=vocabulary["<IMG_CONTEXT>"],
        image_seq_length=4,
        tie_word_embeddings=False,
    )
    size = {"height": 32, "width": 32}
    processor = hf.InternVLProcessor(
        hf.GotOcr2ImageProcessor(size=size),
        tokenizer,
        hf.InternVLVideoProcessor(size=size),
        image_seq_length=4,
        chat_template=_VIDEO_CHAT.replace("VIDEO", "<video>\n"),
    )
    model = hf.InternVLForConditionalGeneration(config)
    _say_words_only(model, vocabulary)
    return model, processor


def _roberta_vocabulary() -> dict[str, int]:
    return _byte_vocabulary(("<s>", "<pad>", "</s>", "<unk>", "<mask>", "<image>"))


def _florence2() -> tuple[Any, Any]:
    vocabulary = _roberta_vocabulary()
    tokenizer = hf.RobertaTokenizer(
        vocab=vocabulary, merges=[], extra_special_tokens={"image_token": "<image>"}
    )
    config = hf.Florence2Config(
        text_config={
            "model_type": "bart",
            "vocab_size": len(vocabulary),
            "d_model": 16,
            "encoder_layers": 1,
            "decoder_layers": 1,
            "encoder_attention_heads": 2,
            "decoder_attention_heads": 2,
            "encoder_ffn_dim": 24,
            "decoder_ffn_dim": 24,
            "max_position_embeddings": 128,
            "bos_token_id": 0,
            "pad_token_id": 1,
            "eos_token_id": 2,
            "decoder_start_token_id": 2,
            "forced_eos_token_id": 2,
        },
        vision_config={
            "depths": (1, 1, 1, 1),
            "embed_dim": (8, 8, 8, 16),
            "num_heads": (1, 1, 1, 1),
            "num_groups": (1, 1, 1, 1),
            "window_size": 2,
            "projection_dim": 16,
        },
        image_token_id=vocabulary["<image>"],
        tie_word_embeddings=False,
    )
    images = hf.CLIPImageProcessor(
        size={"height": 64, "width": 64}, do_center_crop=False, image_seq_length=5
    )
    model = hf.Florence2ForConditionalGeneration(config)
    _say_words_only(model, vocabulary)
    return model, hf.Florence2Processor(images, tokenizer)


def _blip() -> tuple[Any, Any]:
    tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "[DEC]", *WORDS]
    vocabulary = {token: index for index, token in enumerate(tokens)}
    config = hf.BlipConfig(
        text_config={
            "vocab_size": len(tokens),
            "hidden_size": 16,
            "encoder_hidden_size": 16,
            "intermediate_size": 24,
            "projection_dim": 8,
            "num_hidden_layers": 1,
            "num_attention_heads": 2,
            "bos_token_id": vocabulary["[DEC]"],
            "eos_token_id": vocabulary["[SEP]"],
            "sep_token_id": vocabulary["[SEP]"],
            "pad_token_id": vocabulary["[PAD]"],
        },
        vision_config={
            "hidden_size": 16,
            "intermediate_size": 24,
            "num_hidden_layers": 1,
            "num_attention_heads": 2,
            "image_size": 32,
            "patch_size": 8,
        },
        tie_word_embeddings=False,
    )
    images = hf.BlipImageProcessor(size={"height": 32, "width": 32})
    model = hf.BlipForConditionalGeneration(config)
    _say_words_only(model, vocabulary, prefix="", head=model.text_decoder.cls.predictions.decoder)
    return model, hf.BlipProcessor(images, hf.BertTokenizer(vocab=vocabulary))


def _clap() -> tuple[Any, Any]:
    vocabulary = _roberta_vocabulary()
    config = hf.ClapConfig(
        text_config={
            "vocab_size": len(vocabulary),
            "hidden_size": 16,
            "num_hidden_layers": 1,
            "num_attention_heads": 2,
            "intermediate_size": 24,
            "projection_dim": 16,
        },
        audio_config={
            "hidden_size": 32,
            "depths": (1, 1),
            "num_attention_heads": (2, 2),
            "num_hidden_layers": 2,
            "patch_embeds_hidden_size": 16,
            "projection_dim": 16,
        },
        projection_dim=16,
    )
    model = hf.ClapModel(config)
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.ndim > 1:
                parameter.copy_(torch.randn_like(parameter) * parameter[0].numel() ** -0.5)
    return model, hf.ClapProcessor(
        hf.ClapFeatureExtractor(truncation="rand_trunc"),
        hf.RobertaTokenizer(vocab=vocabulary, merges=[], model_max_length=512),
    )


def _qwen2_audio() -> tuple[Any, Any]:
    marks = ("<|AUDIO|>", "<|audio_bos|>", "<|audio_eos|>", "<|im_start|>", "<|im_end|>")
    tokenizer, vocabulary = _qwen_tokenizer(marks)
    config = hf.Qwen2AudioConfig(
        text_config={"model_type": "qwen2", **_text(vocabulary)},
        audio_config={
            "num_mel_bins": 128,
            "encoder_layers": 1,
            "encoder_attention_heads": 2,
            "encoder_ffn_dim": 24,
            "d_model": 16,
        },
        audio_token_index=vocabulary["<|AUDIO|>"],
    )
    model = hf.Qwen2AudioForConditionalGeneration(config)
    _say_words_only(model, vocabulary)
    return model, hf.Qwen2AudioProcessor(hf.WhisperFeatureExtractor(feature_size=128), tokenizer)


_MAKERS: dict[str, Callable[[], tuple[Any, Any]]] = {
    "smolvlm": _smolvlm,
    "qwen3_vl": _qwen3_vl,
    "qwen3_5": _qwen3_5,
    "internvl": _internvl,
    "florence2": _florence2,
    "blip": _blip,
    "clap": _clap,
    "qwen2_audio": _qwen2_audio,
}
