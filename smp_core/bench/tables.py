"""From single sessions to rows: means, best epochs, paired differences, published numbers."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from smp_core.bench.configurations import CONFIGURATIONS, SWEPT
from smp_core.bench.methods import entrant
from smp_core.bench.peers.registry import TRAINED
from smp_core.bench.published import published, published_change, published_deviation
from smp_core.bench.statistics import mean_and_deviation, paired_difference

Sessions = dict[str, dict[str, Any]]
""""method/K-shot/index" → what `fewshot` recorded."""

REFERENCE = ("smp", "smp-fast")
"""What the others are compared with."""

_SCRATCH = "-scratch"


def table_rows(sessions: Sessions, dataset: str) -> list[dict[str, Any]]:
    """One row a method and shots: accuracy in %, the last epoch's, and the best one's if known."""
    rows = []
    for (shots, method), found in sorted(_grouped(sessions).items()):
        entries = list(found.values())
        mean, deviation = mean_and_deviation([entry["accuracy"] for entry in entries])
        seconds = sorted(entry["training_seconds"] for entry in entries)
        row: dict[str, Any] = {
            "key": method,
            "method": entrant(method).name,
            "where": where(method),
            "shots": shots,
            "sessions": len(entries),
            "accuracy": round(100 * mean, 2),
            "deviation": round(100 * deviation, 2),
            "training_seconds_median": seconds[len(seconds) // 2],
            "trainable_parameters": entries[0]["trainable_parameters"],
            "source_clips": entries[0].get("source_clips"),
            "published": published(dataset, method, shots),
            "published_deviation": published_deviation(dataset, method, shots),
        }
        if watched := [entry for entry in entries if "curve" in entry]:
            best, spread = mean_and_deviation([max(entry["curve"]) for entry in watched])
            last, _ = mean_and_deviation([entry["curve"][-1] for entry in watched])
            row |= {
                "best_epoch": round(100 * best, 2),
                "best_epoch_deviation": round(100 * spread, 2),
                "best_epoch_sessions": len(watched),
                "best_epoch_last": round(100 * last, 2),
            }
        for name in sorted(set().union(*(e.get("variants", {}) for e in entries))):
            having = [entry for entry in entries if name in entry.get("variants", {})]
            changed, spread = mean_and_deviation([entry["variants"][name] for entry in having])
            before, _ = mean_and_deviation([entry["accuracy"] for entry in having])
            row.setdefault("variants", {})[name] = {
                "sessions": len(having),
                "accuracy": round(100 * changed, 2),
                "deviation": round(100 * spread, 2),
                "unchanged": round(100 * before, 2),
                "published_change": published_change(dataset, method, name, shots),
            }
        rows.append(row)
    return rows


def where(key: str) -> str:
    """The paper's table that has such a row; empty for none."""
    first, _, prompts = key.partition("@")
    if prompts == "sound":
        return "Table IX"
    if prompts:
        if prompts != "constant":
            return ""
        return "Tables I to III" if first == "smp" else "Table I"
    if first.partition(":")[0] == "smp":
        setting = first.partition(":")[2].partition("=")[0]
        return ("Fig. 7" if setting in SWEPT else "") if setting else "Tables I to III"
    if first in CONFIGURATIONS:
        return CONFIGURATIONS[first].where
    return "Table II" if first in TRAINED or first == "late-fusion-scratch" else ""


def difference_rows(sessions: Sessions) -> list[dict[str, Any]]:
    """Reference minus each other method over the sessions that both have, in % points.

    A method from scratch is compared with the same one after source training, too.
    """
    grouped = _grouped(sessions)
    rows = []
    for (shots, method), found in sorted(grouped.items()):
        trained = method.removesuffix(_SCRATCH)
        for reference in dict.fromkeys((*REFERENCE, trained)):
            other = grouped.get((shots, reference), {})
            common = sorted(set(found) & set(other))
            if method == reference or len(common) < 2:
                continue
            difference = paired_difference(
                [100 * other[index]["accuracy"] for index in common],
                [100 * found[index]["accuracy"] for index in common],
                [tuple(found[index]["classes"]) for index in common],
            )
            rows.append(
                {
                    "reference": reference,
                    "key": method,
                    "shots": shots,
                    "sessions": difference.sessions,
                    "mean": round(difference.mean, 2),
                    "low": round(difference.low, 2),
                    "high": round(difference.high, 2),
                    "real": difference.real,
                }
            )
    return rows


def _grouped(sessions: Sessions) -> dict[tuple[int, str], dict[str, dict[str, Any]]]:
    grouped: dict[tuple[int, str], dict[str, dict[str, Any]]] = defaultdict(dict)
    for key, entry in sessions.items():
        method, shots, index = key.split("/")
        grouped[int(shots.partition("-")[0]), method][index] = entry
    return grouped
