"""Keeps the estimate up to date: from earlier runs at once, otherwise by a trial in the engine."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.context import Context
from app.errors import reason_of
from app.jobs.handle import JobHandle
from app.operations import projects, train
from smp_core.workflows.options import FinetuneOptions

if TYPE_CHECKING:
    from smp_core.worker.jobs.device import DeviceInfo
    from smp_core.workflows.estimate import StepCost
    from smp_core.workflows.projects import Project

_SETTLE_MS = 300


class Estimator(QObject):
    """What training costs on the chosen device with the chosen settings.

    Attributes:
        device_known: The `DeviceInfo` came.
        found: The cost is known now; see `cost`.
        failed: Nothing can be estimated, and why.
        device: What the engine said of the machine, None before.
        cost: Of the newest question, None while it is open.
    """

    device_known = Signal(object)
    found = Signal()
    failed = Signal(str)

    def __init__(self, context: Context, project: Project, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._project = context, project
        self.device: DeviceInfo | None = None
        self.cost: StepCost | None = None
        self.quiet = False  # nothing is tried while the engine trains
        self._options = FinetuneOptions()
        self._tried: dict[tuple[object, ...], StepCost] = {}
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._look)
        self._trial: JobHandle | None = None
        self._asking = False
        self.look_at_device()

    def look_at_device(self) -> None:
        """Ask the engine what it computes on, unless that is known."""
        if self.device is not None or self._asking:
            return
        self._asking = True
        # No key: one that took the place of the window's own question would end the engine.
        operation = replace(projects.device_info(), key="")
        self._context.start(operation, owner=self, done=self._know, failed=self._unknown)

    def stop_trial(self) -> None:
        """Do not keep the engine from what the operator waits for."""
        if self._trial is not None:
            self._context.runner.cancel(self._trial)

    def ask(self, options: FinetuneOptions) -> None:
        """Find out what these cost; the newest question counts."""
        self._options = options
        self.cost = None
        self._settle.start()

    def _know(self, info: DeviceInfo) -> None:
        self.device, self._asking = info, False
        self.device_known.emit(info)
        self._settle.start()

    def _unknown(self, error: Exception) -> None:
        self._asking = False
        self.failed.emit(reason_of(error))

    def _look(self) -> None:
        if self.device is None:
            return
        options = self._options
        # Another device than the one that "auto" takes has no runs by that name: it is tried.
        same = options.device in ("auto", self.device.kind)
        name = self.device.name if same else options.device
        self._context.start(
            train.earlier_cost(self._project, name, options.preset, options.overrides),
            owner=self,
            done=lambda cost: self._looked(options, cost),
        )

    def _looked(self, options: FinetuneOptions, cost: StepCost | None) -> None:
        if options != self._options:
            return
        cost = cost if cost is not None else self._tried.get(_shape(options))
        if cost is not None:
            self._take(options, cost)
        elif not self.quiet:
            self.stop_trial()
            self._trial = self._context.start(
                train.probe_cost(self._project, options),
                owner=self,
                done=lambda tried: self._probed(options, tried),
                failed=self._unknown,
            )
            self._trial.ended.connect(self._trial_ended)

    def _trial_ended(self) -> None:
        if self.sender() is self._trial:
            self._trial = None

    def _probed(self, options: FinetuneOptions, cost: StepCost) -> None:
        self._tried[_shape(options)] = cost
        if options == self._options:
            self._take(options, cost)

    def _take(self, _options: FinetuneOptions, cost: StepCost) -> None:
        self.cost = cost
        self.found.emit()


def _shape(options: FinetuneOptions) -> tuple[object, ...]:
    """What a trial depends on: not on the number of epochs, nor on the seed or the rate."""
    kept = [
        each
        for each in options.overrides
        if each.partition("=")[0] not in ("epochs", "seed", "learning_rate", "batch_size", "alpha")
    ]
    return options.preset, options.device, tuple(kept)
