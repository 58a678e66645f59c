"""The committed result files as one page of tables."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from smp_core.bench.plots import pictures_of
from smp_core.bench.published import published_elsewhere
from smp_core.paths import atomic_write_text

Json = dict[str, Any]


_PICTURES = {
    "tsne.png": "The queries of one session in the plane, as each method sees them after "
    "finetuning on one clip of each class (t-SNE of the CLS tokens; `smp bench tsne`, Fig. 5).",
    "attention.png": "Where each method looks in the first query of each class of the same session "
    "(attention rollout of the middle frame; `smp bench attention`, Fig. 6).",
}


def write_report(folder: Path) -> None:
    """Write `README.md` beside the result files; every number comes from them."""
    parts = [
        "# Measurements\n",
        "Every number below comes from the JSON files beside this page. `make bench` measures "
        "time, memory, the window and some of the accuracies; `smp bench fewshot` all of these, "
        "`python -m smp_core.bench uneven` classes of different size.\n",
    ]
    speed = folder / "speed.json"
    for file in sorted(folder.glob("fewshot*.json")):
        parts.append(fewshot_section(json.loads(file.read_text(encoding="utf-8"))))
        parts += [f"![{each.stem}]({each.name})\n" for each in pictures_of(file)]
    for name, told in _PICTURES.items():
        if (folder / name).is_file():
            parts.append(f"{told}\n\n![{told.partition(' (')[0]}]({name})\n")
    if (folder / "uneven.json").is_file():
        parts.append(_uneven(json.loads((folder / "uneven.json").read_text(encoding="utf-8"))))
    if speed.is_file():
        parts.append(_speed(json.loads(speed.read_text(encoding="utf-8"))))
    for name, section in (("results.json", _results), ("window.json", _window)):
        if (folder / name).is_file():
            parts.append(section(json.loads((folder / name).read_text(encoding="utf-8"))))
    atomic_write_text(folder / "README.md", "\n".join(parts))


def fewshot_section(data: Json) -> str:
    """Tables of one data set: accuracy, then paired differences."""
    about = data["data"]
    rows: Sequence[Json] = data["table"]
    has_best = any("best_epoch" in row for row in rows)
    shots = sorted({row["shots"] for row in rows})
    in_paper = about["in_paper"] and about["ways"] == 5
    elsewhere = _elsewhere(about["name"], shots) if in_paper else []
    has_paper = bool(elsewhere) or any(row["published"] is not None for row in rows)
    training = data["source_training"]
    heading = ["method", "paper's table", "shots", "accuracy, %"]
    heading += ["best epoch, %"] if has_best else []
    heading += [_PAPER] if has_paper else []
    heading += ["sessions", "training, s (median)", "trained parameters"]
    lines = [
        f"## Few-shot accuracy: {about['name']}{_RECIPES[training['name']]}\n",
        f"{about['ways']}-way; 5 draws of classes × 5 draws of clips out of "
        f"{len(about['target_classes'])} target classes and {about['target_clips']} clips; the "
        "last epoch's model, no query label seen; mean ± standard deviation over the sessions. "
        "Same backbones, inputs, prompts and sessions in every row. "
        f"{_source_training(training, data.get('source_clips'))} "
        "Seconds are of whichever machine and load a session had.\n",
        f"| {' | '.join(heading)} |",
        "|---|---|" + "---:|" * (len(heading) - 2),
    ]
    for row in sorted(rows, key=lambda row: (row["shots"], -row["accuracy"])):
        cells = [row["method"] + _older(row, data), row["where"], str(row["shots"])]
        cells.append(_spread(row, "accuracy", "deviation"))
        if has_best:
            cells.append(_best(row))
        if has_paper:
            cells.append(_paper(row["published"], row.get("published_deviation")))
        cells += [
            str(row["sessions"]),
            f"{row['training_seconds_median']:.1f}",
            f"{row['trainable_parameters']:,}",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    for only in elsewhere:
        lines.append(f"| {' | '.join(only.get(name, '') for name in heading)} |")
    if older := sorted({row["source_clips"] for row in rows if _older(row, data)}):
        lines.append(
            f"\n† Source-trained on {' or '.join(map(str, older))} clips; not measured anew since "
            "rows learn from the very clips that the pack's own SMP learned from."
        )
    lines.append(f"\nPack: {data['pack']['name']}, {data['pack']['digest'][:12]}.\n")
    if any("variants" in row for row in rows):
        lines += _variants(rows)
    if data.get("differences"):
        lines += _differences(data)
    return "\n".join(lines)


_PAPER = "paper (best epoch), %"
_RECIPES = {"paper": "", "short": ", short source training"}


def _older(row: Json, data: Json) -> str:
    """A sign at rows that learned from other source clips than are learned from now."""
    clips = row.get("source_clips")
    return "" if clips in (None, data.get("source_clips", clips)) else " †"


def _source_training(training: Json, n_clips: int | None) -> str:
    each = training["clips_per_class"]
    everything = "all source clips" if n_clips is None else f"{n_clips} source clips"
    return (
        "Every row that is source-trained"
        + (" (but SMP itself, which is the pack's own)" if training["uses_pack"] else ", SMP too,")
        + f" is so for {training['epochs']} epochs at {training['learning_rate']:g} on "
        + (f"{each} clips of each source class." if each else f"{everything}.")
    )


def _spread(row: Json, mean: str, deviation: str) -> str:
    return f"{row[mean]:.1f} ± {row[deviation]:.1f}" if mean in row else ""


def _best(row: Json) -> str:
    """The best epoch's; where only some sessions were watched, what their last epoch gave."""
    told = _spread(row, "best_epoch", "best_epoch_deviation")
    if not told or row["best_epoch_sessions"] == row["sessions"]:
        return told
    return f"{told} (of {row['best_epoch_sessions']}; last {row['best_epoch_last']:.1f})"


def _paper(mean: float | None, deviation: float | None) -> str:
    if mean is None:
        return ""
    return f"{mean:.1f}" if deviation is None else f"{mean:.1f} ± {deviation:.1f}"


def _elsewhere(dataset: str, shots: Sequence[int]) -> list[dict[str, str]]:
    """Cells of the paper's methods that are not here, with the paper's numbers alone."""
    return [
        {
            "method": name,
            "paper's table": "not here",
            "shots": str(each),
            _PAPER: _paper(mean, deviation),
        }
        for each in shots
        for name, (mean, deviation) in published_elsewhere(dataset, each).items()
    ]


def _variants(rows: Sequence[Json]) -> list[str]:
    names = sorted({name for row in rows for name in row.get("variants", {})})
    lines = [
        "### Robustness\n",
        "The same models with changed queries: sound that comes later (Table VIII), prompts of "
        "another class for half of the queries (Table IX). Difference to the unchanged in % "
        "points.\n",
        f"| method | shots | sessions | unchanged | {' | '.join(names)} |",
        "|---|" + "---:|" * (3 + len(names)),
    ]
    for row in rows:
        if "variants" in row:
            changed = [_change(row, name) if name in row["variants"] else "" for name in names]
            first = next(iter(row["variants"].values()))
            lines.append(
                f"| {row['method']} | {row['shots']} | {first['sessions']} "
                f"| {first['unchanged']:.1f} | {' | '.join(changed)} |"
            )
    return [*lines, ""]


def _change(row: Json, name: str) -> str:
    found = row["variants"][name]
    told = f"{found['accuracy'] - found['unchanged']:+.1f}"
    paper = found.get("published_change")
    return told if paper is None else f"{told} (paper {paper:+.1f})"


def _differences(data: Json) -> list[str]:
    names = {row["key"]: row["method"] for row in data["table"]}
    lines = [
        "### Paired differences\n",
        "The reference minus the other method over the same sessions, in % points, with the 95 % "
        "confidence interval. Sessions of the same classes count as one draw (cluster-robust, "
        "Student's t over the draws). A difference is real where the interval leaves out 0.\n",
        "| reference | other | shots | difference | interval | real |",
        "|---|---|---:|---:|---:|---|",
    ]
    for row in data["differences"]:
        lines.append(
            f"| {names.get(row['reference'], row['reference'])} "
            f"| {names.get(row['key'], row['key'])} | {row['shots']} | {row['mean']:+.1f} "
            f"| {row['low']:+.1f} … {row['high']:+.1f} | {'yes' if row['real'] else 'no'} |"
        )
    return [*lines, ""]


_MEASURED = {
    "all": "right, mean over the classes",
    "few": "… over the classes with few clips",
    "right": "events recognised",
    "missed": "events taken for ordinary",
    "seen_kinds_reported": "ordinary scenes of the kinds in the class reported as an event",
    "unseen_kinds_reported": "… of other kinds",
}


def _uneven(data: Json) -> str:
    plan = data["plan"]
    lines = [
        "## Classes of different size\n",
        f"Preset `fast`, {plan['sessions']} sessions, asked about test clips that were not learned "
        "from; mean ± standard deviation in %, and the paired change with its 95 % interval. "
        "“Balanced” lets every class count alike (`balance_classes`, what `fast` does). "
        f"Uneven: {len(plan['counts'])} classes with {', '.join(map(str, plan['counts']))} clips. "
        f"Ordinary: {len(plan['counts'])} events with {plan['event_clips']} clips each, and a "
        f"class of {plan['ordinary_kinds']} other kinds of scenes.\n",
        "| classes | what | not balanced | balanced | change | interval |",
        "|---|---|---:|---:|---:|---:|",
    ]
    for row in data["table"]:
        clips = row["ordinary_clips"]
        change, low, high = row["change"]
        cells = [
            f"ordinary, {clips} clips" if clips else "uneven",
            _MEASURED[row["measured"]],
            *(f"{row[k][0]:.1f} ± {row[k][1]:.1f}" for k in ("not_balanced", "balanced")),
            f"{change:+.1f}",
            f"{low:+.1f} … {high:+.1f}",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _speed(data: Json) -> str:
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
            f"| paper-size model, prediction ({where}) | {size['prediction_s']:.2f} s |",
            f"| … peak memory | {size['prediction_peak_memory_mb']:,} MB |",
            f"| paper-size model, finetuning step ({where}) | {size['finetune_step_s']:.2f} s |",
            f"| … peak memory | {size['peak_memory_mb']:,} MB |",
        ]
    return "\n".join(lines) + "\n"


def _results(data: Json) -> str:
    lines = [
        f"## Results table, {data['rows']:,} answers\n",
        f"A database of {data['database_mb']:,} MB; median and worst of five.\n",
        "| what | median, ms | worst, ms |",
        "|---|---:|---:|",
    ]
    lines += [
        f"| {name} | {found['median']:.0f} | {found['worst']:.0f} |"
        for name, found in data["ms"].items()
    ]
    return "\n".join(lines) + "\n"


def _window(data: Json) -> str:
    lines = ["## The window\n", "| what | measured |", "|---|---:|"]
    lines += [f"| {name} | {value} |" for name, value in data.items()]
    return "\n".join(lines) + "\n"
