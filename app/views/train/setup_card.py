"""What to train with: preset, captioner, device, estimate, and one big button."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QVBoxLayout

from app import theme as look
from app.icons import SMALL_PX, set_icon
from app.models.train_words import about_duration, captioner_title, preset_title
from app.operations.train import Choices
from app.texts import byte_size, clips
from app.theme import ThemeSwitch
from app.views.train.settings_drawer import SettingsDrawer
from app.widgets.buttons import button
from app.widgets.labels import label
from smp_core.workflows.options import FinetuneOptions

if TYPE_CHECKING:
    from smp_core.records import ClassStatus
    from smp_core.worker.jobs.device import DeviceInfo
    from smp_core.workflows.estimate import Estimate

_FEWEST = 3


class SetupCard(QFrame):
    """The left card while nothing runs.

    Attributes:
        edited: A choice changed: check it and estimate again.
        preset_chosen: Another preset: read its settings.
        train_asked: The big button.
    """

    edited = Signal()
    preset_chosen = Signal(str)
    train_asked = Signal()

    def __init__(self, theme: ThemeSwitch) -> None:
        super().__init__()
        self._theme = theme
        self._wanted: dict[str, str] = {}
        self.setProperty("kind", "card")
        self.clips = label("", "quiet", wrap=True)
        self.hint = label("", "warn", wrap=True)
        self.hint.hide()
        self.preset, self.captioner, self.device = QComboBox(), QComboBox(), QComboBox()
        self.memory = label("", "caption", wrap=True)
        self.estimate = label(self.tr("Estimating…"), "strong", wrap=True)
        self.estimate_from = label("", "caption", wrap=True)
        self.drawer = SettingsDrawer(theme)
        self.drawer.hide()
        self.drawer.edited.connect(self.edited)
        self.fold = button(
            self.tr("All settings"), self.toggle_drawer, "quiet", icon="caret-right", theme=theme
        )
        self.train_button = button(
            self.tr("Train"), self.train_asked.emit, "primary", icon="play", theme=theme
        )
        self.train_button.setMinimumHeight(44)
        self._fill(self.device, [(self.tr("Automatic"), "auto")], "")
        self._layout()
        self.preset.currentIndexChanged.connect(self._preset_changed)
        self.captioner.currentIndexChanged.connect(self.edited)
        self.device.currentIndexChanged.connect(self.edited)

    def _layout(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(look.L, look.L, look.L, look.L)
        layout.setSpacing(look.XS)
        layout.addWidget(label(self.tr("Train"), "section"))
        layout.addWidget(self.clips)
        layout.addWidget(self.hint)
        for title, field in (
            (self.tr("Preset"), self.preset),
            (self.tr("Learn from the prompts of"), self.captioner),
            (self.tr("Compute on"), self.device),
        ):
            layout.addSpacing(look.S)
            caption = label(title, "caption")
            caption.setBuddy(field)
            field.setAccessibleName(title)
            field.setMinimumContentsLength(12)
            layout.addWidget(caption)
            layout.addWidget(field)
        layout.addWidget(self.memory)
        layout.addSpacing(look.M)
        layout.addWidget(self.estimate)
        layout.addWidget(self.estimate_from)
        layout.addSpacing(look.M)
        layout.addWidget(self.train_button)
        layout.addSpacing(look.XS)
        layout.addWidget(self.fold)
        layout.addWidget(self.drawer)

    def set_choices(self, choices: Choices) -> None:
        """Offer presets, captioners and settings."""
        self._fill(self.preset, [(preset_title(n), n) for n in choices.presets], "preset")
        self._wanted.setdefault("captioner", self._chosen(self.captioner, choices.captioners[0]))
        self._fill(
            self.captioner, [(captioner_title(n), n) for n in choices.captioners], "captioner"
        )
        self.drawer.set_settings(choices.settings)
        self.edited.emit()

    def set_device(self, info: DeviceInfo) -> None:
        """Offer what the machine has."""
        offered = [(self.tr("Automatic: {0}").format(info.name), "auto")]
        offered += [(info.name, info.kind)] if info.kind != "cpu" else []
        self._fill(self.device, [*offered, (self.tr("Processor (CPU)"), "cpu")], "device")
        self.memory.setText(
            self.tr("{0} of {1} memory free").format(
                byte_size(info.free_bytes), byte_size(info.memory_bytes)
            )
        )

    def set_classes(self, classes: Sequence[ClassStatus]) -> None:
        """Say what will be learned from."""
        filled = [each for each in classes if each.n_clips]
        total = sum(each.n_clips for each in filled)
        self.clips.setText(self.tr("{0} in {1} classes").format(clips(total), len(filled)))
        few = [each.name for each in filled if each.n_clips < _FEWEST]
        self.hint.setVisible(bool(few))
        if few:
            self.hint.setText(
                self.tr("Few clips: {0}. Three or more make it more certain.").format(
                    ", ".join(few)
                )
            )

    def set_estimate(self, found: Estimate | None, free_bytes: int = 0) -> None:
        """Say about how long it will take; None while that is being found out."""
        if found is None:
            self.estimate.setText(self.tr("Estimating…"))
            self.estimate_from.setText("")
            return
        text = about_duration(found.seconds)
        text = f"{text[:1].upper()}{text[1:]}"
        if found.memory_bytes:
            text = self.tr("{0}, {1} memory").format(text, byte_size(found.memory_bytes))
        self.estimate.setText(text)
        source = (
            self.tr("As earlier trainings here took.")
            if found.measured
            else self.tr("From a short trial on this machine.")
        )
        if free_bytes and found.memory_bytes > free_bytes:
            source = self.tr("That is more memory than is free: choose a smaller batch size.")
        self.estimate_from.setText(source)

    def set_estimate_failed(self, why: str) -> None:
        """Say that nothing can be estimated."""
        self.estimate.setText(self.tr("No estimate"))
        self.estimate_from.setText(why)

    def options(self) -> FinetuneOptions:
        """What is chosen."""
        return FinetuneOptions(
            preset=self._chosen(self.preset, "fast"),
            device=self._chosen(self.device, "auto"),
            captioner=self._chosen(self.captioner, "descriptor"),
            overrides=self.drawer.overrides(),
        )

    def number(self, key: str, otherwise: int) -> int:
        """A whole number of the settings."""
        text = self.drawer.value(key)
        return int(text) if text.isdigit() else otherwise

    def toggle_drawer(self) -> None:
        """Fold all settings out, or in."""
        self.show_drawer(self.drawer.isHidden())

    def show_drawer(self, shown: bool) -> None:
        """Fold them out or in."""
        self.drawer.setVisible(shown)
        set_icon(self.fold, "caret-down" if shown else "caret-right", self._theme, size_px=SMALL_PX)

    def set_trouble(self, text: str) -> None:
        """Say why the settings cannot be used; empty if they can."""
        self.drawer.show_trouble(text)
        self.train_button.setEnabled(not text)
        if text:
            self.show_drawer(True)

    def save_state(self) -> dict[str, Any]:
        """Choices, as plain JSON."""
        options = self.options()
        return {
            "preset": options.preset,
            "captioner": options.captioner,
            "device": options.device,
            "changes": self.drawer.changes(),
            "drawer": not self.drawer.isHidden(),
        }

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Go back to them, also before they are offered."""
        for name in ("preset", "captioner", "device"):
            if isinstance(state.get(name), str):
                self._wanted[name] = state[name]
        changes = state.get("changes")
        if isinstance(changes, dict):
            self.drawer.set_changes({str(k): str(v) for k, v in changes.items()})
        self.show_drawer(bool(state.get("drawer", False)))

    def wanted_preset(self) -> str:
        """The preset to read first."""
        return self._wanted.get("preset", "fast")

    def _fill(self, box: QComboBox, offered: Sequence[tuple[str, str]], name: str) -> None:
        wanted = self._wanted.pop(name, None) or self._chosen(box, "")
        box.blockSignals(True)
        box.clear()
        for title, key in offered:
            box.addItem(title, key)
        box.setCurrentIndex(max(0, box.findData(wanted)))
        box.blockSignals(False)

    def _preset_changed(self, _index: int) -> None:
        self.preset_chosen.emit(self._chosen(self.preset, "fast"))

    @staticmethod
    def _chosen(box: QComboBox, otherwise: str) -> str:
        data = box.currentData()
        return str(data) if data else otherwise
