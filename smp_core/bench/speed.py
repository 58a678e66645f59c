"""How long and how much memory the job takes on this machine, each part in a process of its own."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import torch
from torch.nn import functional

from smp_core.device import describe_device, peak_memory_bytes, pick_device, precision
from smp_core.inference.predictor import Predictor
from smp_core.jobs import JobContext
from smp_core.media.clip import load_clip
from smp_core.media.decoder import Decoder
from smp_core.model.adapter import read_adapter
from smp_core.model.config import ModelConfig
from smp_core.model.inputs import ClipBatch, make_inputs
from smp_core.model.smp import SMP
from smp_core.prompts import captioner
from smp_core.storage import runs
from smp_core.storage.project import open_project
from smp_core.training.ppr import Prototypes, rebalance
from smp_core.workflows.packs import project_pack

_MB = 2**20


def demo_speed(folder: Path) -> dict[str, Any]:
    """`smp demo` in a fresh process: seconds by step, accuracy, and peak memory of the process."""
    command = [sys.executable, "-m", "smp_core.cli", "demo", str(folder / "demo"), "--json"]
    started = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds = time.monotonic() - started
    last = json.loads(done.stdout.splitlines()[-1])
    with open_project(folder / "demo") as project:
        run = runs.active_run(project)
    metrics = dict(run.metrics) if run is not None else {}
    metrics.pop("history", None)
    return {
        "accuracy": last["accuracy"],
        "steps_s": last["seconds"],
        "whole_command_s": round(seconds, 1),
        "finetuning": metrics,
    }


def classify_speed(folder: Path, clips: int = 12) -> dict[str, Any]:
    """One 10 s clip at a time, from file to probabilities, nothing cached: median seconds."""
    with open_project(folder / "demo") as project, Decoder() as decoder:
        pack = project_pack(project)
        run = runs.active_run(project)
        if run is None:
            raise RuntimeError("the demo left no trained run")
        predictor = Predictor(pack, read_adapter(run.folder, pack), pick_device("cpu"))
        tokenizer, describe = pack.tokenizer(), captioner(run.captioner)
        steps: dict[str, list[float]] = {"decode": [], "describe": [], "model": [], "all": []}
        for path in sorted((project.folder / "incoming").glob("*.mp4"))[:clips]:
            start = time.perf_counter()
            clip = load_clip(path, "", 0.0, 10.0, pack.inputs.decode, None, decoder)
            decoded = time.perf_counter()
            prompt = describe.caption([clip])[0]
            described = time.perf_counter()
            predictor.predict([make_inputs(clip, tokenizer.encode(prompt), pack.inputs)])
            end = time.perf_counter()
            for name, value in (
                ("decode", decoded - start),
                ("describe", described - decoded),
                ("model", end - described),
                ("all", end - start),
            ):
                steps[name].append(value)
    return {f"{name}_s": round(statistics.median(v[2:]), 3) for name, v in steps.items()}


def paper_size(device_name: str) -> dict[str, Any]:
    """One prediction and one finetuning step of the paper-size model with random weights.

    A batch of 16 as in the paper on a GPU; on a CPU of one, because time and not the result counts.
    """
    device = pick_device(device_name)
    batch_size = 16 if device.type == "cuda" else 1
    torch.manual_seed(0)
    model = SMP(ModelConfig(), 5).to(device)
    optimizer = torch.optim.Adam(model.trainable().values(), lr=1e-4)
    batch = ClipBatch(
        rows=torch.arange(batch_size),
        spectrogram=torch.randn(batch_size, 128, 1001, device=device),
        frames=torch.randn(batch_size, 8, 3, 224, 224, device=device),
        token_ids=torch.randint(0, 49_000, (batch_size, 40), device=device),
        text_mask=torch.ones(batch_size, 40, dtype=torch.bool, device=device),
    )
    labels = torch.arange(batch_size, device=device) % 5
    prototypes = Prototypes(*(torch.randn(5, 768, device=device) for _ in range(3)))

    def step() -> None:
        with precision(device, mixed=True):
            out = model.train()(batch)
        audio, visual, text = (e.float() for e in out.embeddings if e is not None)
        part = rebalance(audio, visual, text, prototypes, labels, alpha=1.0, detach=False)
        loss = functional.cross_entropy(out.logits.float(), labels) + part.loss
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    @torch.no_grad()
    def predict() -> None:
        with precision(device, mixed=True):
            model.eval()(batch)

    # First what needs less memory: the peak never comes down again.
    prediction_s = _timed(predict, device)
    prediction_bytes = peak_memory_bytes(device)
    return {
        "device": describe_device(device),
        "batch_size": batch_size,
        "prediction_s": round(prediction_s, 3),
        "prediction_peak_memory_mb": round(prediction_bytes / _MB),
        "finetune_step_s": round(_timed(step, device), 3),
        "peak_memory_mb": round(peak_memory_bytes(device) / _MB),
    }


def _timed(work: Any, device: torch.device, repeats: int = 3) -> float:
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        if device.type == "cuda":
            torch.cuda.synchronize(device)
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds[1:])


def run_speed(ctx: JobContext) -> dict[str, Any]:
    """All of it, in a temporary folder."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ctx.progress("The demo", 0, 3)
        demo = demo_speed(folder)
        ctx.progress("Classifying clip by clip", 1, 3)
        classify = classify_speed(folder)
    ctx.progress("The paper-size model", 2, 3)
    devices = ["cpu", "cuda"] if torch.cuda.is_available() else ["cpu"]
    sizes = {device: _apart(device) for device in devices}
    ctx.progress("The paper-size model", 3, 3)
    return {
        "machine": {"cores": os.cpu_count(), "torch_threads": torch.get_num_threads()},
        "demo": demo,
        "classify_one_clip": classify,
        "paper_size": sizes,
    }


def _apart(device: str) -> dict[str, Any]:
    """In its own process, so that its peak memory is its own."""
    command = [sys.executable, "-m", "smp_core.bench", "paper-size", "--device", device]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
