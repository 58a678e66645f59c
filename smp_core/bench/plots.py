"""Pictures of benchmark results: accuracies, curves, sweeps, t-SNE, attention (Fig. 5 to 7).

Matplotlib comes with the development set-up only; without it results are written without pictures.
"""

from __future__ import annotations

import importlib.util
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from smp_core.bench.configurations import SWEPT
from smp_core.bench.statistics import mean_and_deviation
from smp_core.workflows.heat import shares, warm

_INK, _QUIET, _ACCENT = "#1B1F23", "#5E6872", "#1F6FD0"
_COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442")
_MARKERS = "osD^vP*"


WITH_AND_WITHOUT = ("smp", "no-p-pr")
"""Whose accuracy is drawn epoch by epoch: with and without P-PR."""


INSTALL_LINE = f"{sys.executable} -m pip install matplotlib"
"""What to type for pictures: the set-up for `make run` leaves matplotlib out."""


def can_plot() -> bool:
    """Whether matplotlib is there."""
    return importlib.util.find_spec("matplotlib") is not None


def plot_results(results: dict[str, Any], file: Path) -> list[Path]:
    """Draw what a result file has: accuracies per number of shots, curves, sweeps.

    Args:
        file: The result file; pictures lie beside it and begin with its name.

    Returns:
        The PNG files written.
    """
    rows, sessions = results["table"], results["sessions"]
    written = []
    for shots in sorted({row["shots"] for row in rows}):
        of_shots = [row for row in rows if row["shots"] == shots]
        written.append(plot_accuracy(of_shots, shots, _beside(file, f"accuracy-{shots}-shot")))
        curves = {
            row["method"]: [
                entry["curve"]
                for key, entry in sessions.items()
                if key.startswith(f"{row['key']}/{shots}-shot/") and "curve" in entry
            ]
            for row in of_shots
            if row["key"] in WITH_AND_WITHOUT
        }
        curves = {name: found for name, found in curves.items() if found and len(found[0]) > 1}
        if curves:
            written.append(plot_curves(curves, shots, _beside(file, f"curves-{shots}-shot")))
    for setting, points in sweeps(rows, results.get("sweeps_from", {})).items():
        written.append(plot_sweep(setting, points, _beside(file, f"sweep-{setting}")))
    return written


def pictures_of(file: Path) -> list[Path]:
    """The pictures that `plot_results` left beside a result file."""
    kinds = ("accuracy", "curves", "sweep")
    return [
        each for kind in kinds for each in sorted(file.parent.glob(f"{file.stem}-{kind}-*.png"))
    ]


def _beside(file: Path, what: str) -> Path:
    return file.with_name(f"{file.stem}-{what}.png")


def plot_accuracy(rows: Sequence[dict[str, Any]], shots: int, file: Path) -> Path:
    """Accuracy of each method as a dot with its deviation over the sessions, best on top."""
    ordered = sorted(rows, key=lambda row: row["accuracy"])
    figure, axes = _axes(7.5, 1.2 + 0.32 * len(ordered))
    places = np.arange(len(ordered))
    axes.errorbar(
        [row["accuracy"] for row in ordered], places, xerr=[row["deviation"] for row in ordered],
        fmt="o", color=_ACCENT, ecolor=_QUIET, elinewidth=1, markersize=5,
    )  # fmt: skip
    axes.set_yticks(places, [row["method"] for row in ordered])
    axes.set_xlim(0, 100)
    axes.set_xlabel(f"accuracy, %; {shots} shot, mean and deviation over the sessions")
    axes.grid(axis="x", color="#DDE1E5", linewidth=0.8)
    return _save(figure, file)


def plot_curves(curves: dict[str, list[list[float]]], shots: int, file: Path) -> Path:
    """Accuracy on the queries after each epoch (looked at for this picture only)."""
    figure, axes = _axes(7.5, 4.2)
    for index, (name, found) in enumerate(curves.items()):
        epochs = np.arange(1, len(found[0]) + 1)
        colour = _COLOURS[index % len(_COLOURS)]
        each = [mean_and_deviation(values) for values in zip(*found, strict=True)]
        mean, spread = 100 * np.asarray(each).T
        axes.fill_between(epochs, mean - spread, mean + spread, color=colour, alpha=0.12, lw=0)
        axes.plot(epochs, mean, color=colour, lw=1.8)
        axes.annotate(
            name, (epochs[-1], mean[-1]), xytext=(6, 0), textcoords="offset points",
            color=colour, va="center", fontsize=9,
        )  # fmt: skip
    axes.set_xlabel("epoch")
    axes.set_ylabel(f"accuracy, %; {shots} shot")
    return _save(figure, file)


def plot_sweep(
    setting: str, points: dict[int, list[tuple[float, float, float]]], file: Path
) -> Path:
    """Accuracy against one setting, a line per number of shots (Fig. 7).

    Args:
        points: Shots → (value, accuracy, deviation), in %.
    """
    figure, axes = _axes(6, 4)
    for index, (shots, found) in enumerate(sorted(points.items())):
        values, means, spreads = (np.asarray(part) for part in zip(*sorted(found), strict=True))
        colour = _COLOURS[index % len(_COLOURS)]
        axes.errorbar(values, means, yerr=spreads, color=colour, marker="o", capsize=2, lw=1.6)
        axes.annotate(
            f"{shots} shot", (values[-1], means[-1]), xytext=(6, 4), textcoords="offset points",
            color=colour, fontsize=9,
        )  # fmt: skip
    axes.set_xlabel(SWEPT.get(setting, setting))
    axes.set_ylabel("accuracy, %")
    return _save(figure, file)


def plot_tsne(
    panels: dict[str, NDArray[np.float32]],
    labels: Sequence[int],
    class_names: Sequence[str],
    file: Path,
) -> Path:
    """Embeddings of a session's queries in the plane, a panel per model (Fig. 5).

    Args:
        panels: Title → (Q, D). labels: Of the Q queries.
    """
    from sklearn.manifold import TSNE

    plt = _pyplot()
    figure, row = plt.subplots(1, len(panels), figsize=(4.6 * len(panels), 4.8), squeeze=False)
    truth = np.asarray(labels)
    for axes, (title, embedded) in zip(row[0], panels.items(), strict=True):
        perplexity = min(30.0, max(2.0, (len(embedded) - 1) / 3))
        plane = TSNE(perplexity=perplexity, random_state=42, init="pca").fit_transform(embedded)
        for label, name in enumerate(class_names):
            chosen = plane[truth == label]
            axes.scatter(
                chosen[:, 0], chosen[:, 1], s=18, label=name, alpha=0.85, lw=0,
                color=_COLOURS[label % len(_COLOURS)], marker=_MARKERS[label % len(_MARKERS)],
            )  # fmt: skip
        axes.set_title(title, fontsize=11, color=_INK)
        axes.set_xticks([])
        axes.set_yticks([])
    row[0][0].legend(frameon=False, fontsize=8, loc="best")
    return _save(figure, file)


@dataclass(frozen=True)
class AttentionRow:
    """One clip.

    Attributes:
        label: Its class.
        frames: uint8 (F, H, W, 3) RGB.
        heat: Method → (F, h, w).
    """

    label: str
    frames: NDArray[np.uint8]
    heat: dict[str, NDArray[np.float32]]


def plot_attention(rows: Sequence[AttentionRow], file: Path) -> Path:
    """The middle frame of each clip, and beside it with each method's heat (Fig. 6).

    Colours run from the lowest to the highest value in all frames of a clip.
    """
    columns = ["", *rows[0].heat]
    size = (2.2 * len(columns), 2.2 * len(rows))
    figure, grid = _pyplot().subplots(len(rows), len(columns), figsize=size, squeeze=False)
    for row, places in zip(rows, grid, strict=True):
        middle = len(row.frames) // 2
        frame = row.frames[middle]
        heated = [warm(frame, shares(heat)[middle], 0.65, "inferno") for heat in row.heat.values()]
        for axes, picture in zip(places, (frame, *heated), strict=True):
            axes.imshow(picture, interpolation="bilinear")
            axes.set(xticks=[], yticks=[])
            axes.spines[:].set_visible(False)
        places[0].set_ylabel(row.label, color=_INK, fontsize=9)
    for axes, title in zip(grid[0], columns, strict=True):
        axes.set_title(title, fontsize=10, color=_INK)
    figure.subplots_adjust(wspace=0.04, hspace=0.04)
    return _save(figure, file)


def sweeps(
    rows: Sequence[dict[str, Any]], usual: dict[str, float]
) -> dict[str, dict[int, list[tuple[float, float, float]]]]:
    """Points of Fig. 7: (value, accuracy, deviation) by setting and shots; at least two values.

    Args:
        rows: Of a table; "smp:setting=value" is SMP with one setting more.
        usual: The values that SMP itself has: its row is one more point.
    """
    found: dict[str, dict[int, list[tuple[float, float, float]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for row in rows:
        _, colon, settings = row["key"].partition(":")
        setting, equals, value = settings.partition("=")
        if colon and equals and value.replace(".", "", 1).isdigit():
            point = (float(value), row["accuracy"], row["deviation"])
            found[setting][row["shots"]].append(point)
    for row in rows:
        if row["key"] == "smp":
            for setting in set(found) & set(usual):
                point = (float(usual[setting]), row["accuracy"], row["deviation"])
                found[setting][row["shots"]].append(point)
    return {
        setting: dict(points)
        for setting, points in found.items()
        if any(len(each) > 1 for each in points.values())
    }


def _pyplot() -> Any:
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    pyplot.rcParams.update(
        {"axes.edgecolor": _QUIET, "axes.labelcolor": _INK, "xtick.color": _QUIET,
         "ytick.color": _INK, "font.size": 10, "axes.spines.top": False,
         "axes.spines.right": False, "figure.facecolor": "white"}
    )  # fmt: skip
    return pyplot


def _axes(width: float, height: float) -> tuple[Any, Any]:
    figure, axes = _pyplot().subplots(figsize=(width, height))
    return figure, axes


def _save(figure: Any, file: Path) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(file, dpi=110, bbox_inches="tight", metadata={"Software": None})
    _pyplot().close(figure)
    return file
