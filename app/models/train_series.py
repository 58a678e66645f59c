"""The numbers of a training over its epochs, as curves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from smp_core.jobs import Progress

NAMES = ("loss", "accuracy", "rho", "beta", "gamma", "delta")
_GATE = "lambda_"


class Series:
    """Curves that grow while a training runs.

    Finished epochs are kept as they are; steps of the present one are added as they come. The time
    axis counts epochs: the value after the k-th of n steps of epoch e stands at e − 1 + k / n.

    Attributes:
        epochs: How many there will be, 0 if not known.
        gates: The newest λ by name and block.
    """

    def __init__(self, epochs: int = 0) -> None:
        self.epochs = epochs
        self.gates: dict[str, float] = {}
        self._x: dict[str, list[float]] = {name: [] for name in NAMES}
        self._y: dict[str, list[float]] = {name: [] for name in NAMES}

    @classmethod
    def of_history(
        cls,
        history: Sequence[Mapping[str, float]],
        epochs: int = 0,
        gates: Mapping[str, float] | None = None,
    ) -> Series:
        """The curves of a past run: the mean of each epoch at its end."""
        made = cls(max(epochs, len(history)))
        for number, values in enumerate(history, start=1):
            made._add(float(number), values)
        made.gates = dict(gates or {})
        return made

    def add(self, step: Progress) -> bool:
        """Take in a step of a running training; whether it was one."""
        if "loss" not in step.values or step.total < 1 or self.epochs < 1:
            return False
        self._add(step.done / step.total * self.epochs, step.values)
        found = {name: v for name, v in step.values.items() if name.startswith(_GATE)}
        self.gates = found or self.gates
        return True

    def curve(self, name: str) -> tuple[list[float], list[float]]:
        """(epochs, values) of one number; empty lists if there is none."""
        return self._x[name], self._y[name]

    @property
    def reached(self) -> float:
        """Epochs done so far."""
        return max((x[-1] for x in self._x.values() if x), default=0.0)

    def _add(self, x: float, values: Mapping[str, float]) -> None:
        for name in NAMES:
            if name in values:
                # A resumed training begins anew at its checkpoint: what lay behind goes.
                while self._x[name] and self._x[name][-1] >= x:
                    self._x[name].pop()
                    self._y[name].pop()
                self._x[name].append(x)
                self._y[name].append(float(values[name]))


def gate_grid(gates: Mapping[str, float]) -> tuple[list[str], list[int], dict[str, float]]:
    """λ as a table.

    Returns:
        Names without "lambda_", blocks ascending, and the values by "name.block".
    """
    names = list(dict.fromkeys(key.rpartition(".")[0].removeprefix(_GATE) for key in gates))
    blocks = sorted({int(key.rpartition(".")[2]) for key in gates})
    return names, blocks, {key.removeprefix(_GATE): value for key, value in gates.items()}
