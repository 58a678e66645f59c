"""The committed result files as one page of tables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from smp_core.paths import atomic_write_text


def write_report(folder: Path) -> None:
    """Write `README.md` beside the result files; every number comes from them."""
    parts = [
        "# Measurements\n",
        "Made by `make bench`; every number below comes from the JSON files beside this page.\n",
    ]
    speed, fewshot = folder / "speed.json", folder / "fewshot.json"
    if fewshot.is_file():
        parts.append(_fewshot(json.loads(fewshot.read_text(encoding="utf-8"))))
    if speed.is_file():
        parts.append(_speed(json.loads(speed.read_text(encoding="utf-8"))))
    atomic_write_text(folder / "README.md", "\n".join(parts))


def _fewshot(data: dict[str, Any]) -> str:
    lines = [
        "## Few-shot accuracy on the synthetic target classes\n",
        "5-way; 5 draws of classes × 5 draws of clips; 20 query clips per class; the last epoch's",
        "model, no query label seen; mean ± standard deviation over the sessions, in %. Same",
        "backbones, inputs and sessions in every row.\n",
        "| method | shots | accuracy | sessions | training, s (median) | trained parameters |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for row in data["table"]:
        lines.append(
            f"| {row['method']} | {row['shots']} | {row['accuracy']:.1f} ± {row['deviation']:.1f} "
            f"| {row['sessions']} | {row['training_seconds_median']:.0f} "
            f"| {row['trainable_parameters']:,} |"
        )
    lines.append(f"\nPack: {data['pack']['name']}, {data['pack']['digest'][:12]}.\n")
    return "\n".join(lines)


def _speed(data: dict[str, Any]) -> str:
    demo, clip = data["demo"], data["classify_one_clip"]
    tuned = demo["finetuning"]
    lines = [
        "## Time and memory\n",
        f"{data['machine']['cores']} CPU cores.\n",
        "| what | measured |",
        "|---|---:|",
        f"| `smp demo`: finetuning {tuned['clips']} clips | {tuned['seconds']:.0f} s |",
        f"| `smp demo`: peak memory of the finetuning | {tuned['peak_memory_mb']:,} MB |",
        f"| `smp demo`: incoming videos recognised | {demo['accuracy']:.0%} |",
        f"| a 10 s clip from file to answer | {clip['all_s']:.2f} s |",
        f"| … decoding | {clip['decode_s']:.2f} s |",
        f"| … describing | {clip['describe_s']:.2f} s |",
        f"| … model | {clip['model_s']:.2f} s |",
    ]
    for size in data["paper_size"].values():
        where = f"{size['device']}, batch {size['batch_size']}"
        lines += [
            f"| paper-size model, finetuning step ({where}) | {size['finetune_step_s']:.2f} s |",
            f"| paper-size model, prediction ({where}) | {size['prediction_s']:.2f} s |",
            f"| paper-size model, peak memory ({where}) | {size['peak_memory_mb']:,} MB |",
        ]
    return "\n".join(lines) + "\n"
