"""The station "Incoming"."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from app import theme as look
from app.commands import Command
from app.context import Context
from app.models.incoming_arrivals import ArrivalsModel
from app.operations import incoming
from app.texts import videos
from app.views.incoming.commands import station_commands
from app.views.incoming.health import Health
from app.views.incoming.situation import situation
from app.views.incoming.sources import WIDTH_PX, Sources
from app.views.incoming.stream import ArrivalsView
from app.views.station import Station
from app.widgets.buttons import button
from app.widgets.labels import label, line
from app.widgets.pack_line import PackLine
from app.widgets.thumbnails import Thumbnails

if TYPE_CHECKING:
    from app.operations.incoming import IncomingState
    from smp_core.records import QueueResult
    from smp_core.workflows.projects import Project
    from smp_core.workflows.watching import WatchedFolder

_PATTERNS = "*.mp4 *.mov *.mkv *.avi *.webm *.m4v *.mpg *.mpeg *.ts *.wav *.mp3 *.flac *.m4a"
_LIVE_MS = 700
_SETTLE_MS = 60


class IncomingStation(Station):
    """See `Station`. What watches and classifies is `context.watch`; this shows it.

    Attributes:
        model, stream, sources, health: Its parts.
    """

    key = "incoming"

    def __init__(self, context: Context, project: Project) -> None:
        super().__init__(context, project)
        self._read: IncomingState | None = None
        self._removed: list[Path] = []
        self.setAcceptDrops(True)
        self.model = ArrivalsModel()
        self.model.setParent(self)
        thumbnails = Thumbnails.shared(context, project)
        self.stream = ArrivalsView(context, self.model, thumbnails, self.class_colour)
        self.sources = Sources(
            context.theme, self.ask_for_folder, self.ask_for_files, self._pause_folder, self._remove
        )
        self.health = Health(context.theme, self.retry)
        self._saying = label("", "strong", wrap=True)
        self._hint = label("", "quiet", wrap=True)
        self._pause = button(self.tr("Pause"), self.toggle_paused)
        self._train = button(self.tr("Go to Train"), lambda: self.go.emit("train"), "primary")
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self.set_content(self._assemble())
        self._settle = self._single_shot(_SETTLE_MS)
        self._live = self._single_shot(_LIVE_MS)
        changes = context.changes
        for signal in (
            changes.incoming_changed,
            changes.results_changed,
            changes.runs_changed,
            changes.clips_changed,
        ):
            signal.connect(self._settle.start)
        context.watch.changed.connect(self._settle.start)
        context.watch.stepped.connect(self._stepped)
        self.stream.activated.connect(lambda _index: self.go.emit("results"))
        self.refresh()

    def refresh(self) -> None:
        """Read again what there is."""
        self.context.start(incoming.read_incoming(self.project), owner=self, done=self._show)

    def class_colour(self, name: str) -> QColor:
        """The colour of a class."""
        colours = {} if self._read is None else self._read.colours
        return QColor(colours.get(name, look.class_colour(0)))

    def ask_for_folder(self) -> None:
        """Ask for a folder to watch."""
        dialog = QFileDialog(self, self.tr("Watch a folder"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda folder: self.watch([Path(folder)]))
        dialog.open()

    def ask_for_files(self) -> None:
        """Ask for videos to classify once."""
        dialog = QFileDialog(self, self.tr("Classify videos"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters(
            [self.tr("Videos and sounds ({0})").format(_PATTERNS), self.tr("All files (*)")]
        )
        dialog.filesSelected.connect(lambda files: self.queue([Path(each) for each in files]))
        dialog.open()

    def watch(self, folders: Sequence[Path]) -> None:
        """Watch folders from now on."""
        operation = incoming.watch_folders(self.project, folders)
        self.context.start(
            operation, owner=self, done=lambda _made: self.context.watch.scans.soon()
        )

    def queue(self, paths: Sequence[Path]) -> None:
        """Put videos in line."""
        if paths:
            operation = incoming.queue_files(self.project, paths)
            self.context.start(operation, owner=self, done=self._queued)

    def retry(self, ids: Sequence[int]) -> None:
        """Try failed videos again."""
        self.context.start(incoming.retry_failed(self.project, ids), owner=self)

    def toggle_paused(self) -> None:
        """Hold classification, or go on."""
        watch = self.context.watch
        watch.set_paused(not watch.rests)

    def undo(self) -> None:
        """Watch the folder again that was left last."""
        if self._removed:
            self.watch([self._removed.pop()])

    def commands(self) -> Sequence[Command]:
        """Adding, holding, trying again."""
        return station_commands(self)

    def inspector(self) -> QWidget | None:
        """How the queue is doing, once there is one."""
        return None if self.is_empty else self.health

    def entered(self) -> None:
        """Look again."""
        self.refresh()

    def save_state(self) -> dict[str, Any]:
        """The column's width and the chosen video."""
        chosen = self.stream.chosen()
        return {"widths": self._splitter.sizes(), "chosen": chosen[0].id if chosen else 0}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Go back to that."""
        widths = state.get("widths", [])
        if len(widths) == 2 and all(isinstance(each, int) for each in widths) and all(widths):
            self._splitter.setSizes(widths)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """A folder is watched, files are classified once."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        self.take(paths)

    def take(self, paths: Sequence[Path]) -> None:
        """Watch the folders among these, classify the files."""
        folders = [each for each in paths if each.is_dir()]
        if folders:
            self.watch(folders)
        self.queue([each for each in paths if each not in folders])

    def _assemble(self) -> QWidget:
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(look.M, look.M, look.M, look.M)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._saying)
        words.addWidget(self._hint)
        head.addLayout(words, 1)
        head.addWidget(self._train)
        head.addWidget(self._pause)
        column.addLayout(head)
        column.addWidget(PackLine(self.context.pack))
        column.addWidget(line())
        column.addWidget(self.stream, 1)
        self._splitter.addWidget(self.sources)
        self._splitter.addWidget(centre)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setSizes([WIDTH_PX, 712])
        return self._splitter

    def _single_shot(self, interval_ms: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        timer.timeout.connect(self.refresh)
        return timer

    def _stepped(self) -> None:
        """The classification got on: show it, and now and then what it found."""
        if self.isVisible():
            self._say()
            if not self._live.isActive():
                self._live.start()

    def _show(self, read: IncomingState) -> None:
        self._read = read
        was_empty = self.is_empty
        if not read.folders and not read.arrivals:
            self.show_empty(
                "tray",
                self.tr("No folder is watched"),
                self.tr(
                    "Videos that arrive in a watched folder are classified by themselves. "
                    "Drop a folder or videos here, or choose one. Each gets one of your classes, "
                    "so what is no event needs a class too."
                ),
                self.tr("Watch a folder…"),
                self.ask_for_folder,
            )
        else:
            self.show_content()
            chosen = {each.id for each in self.stream.chosen()}
            self.model.set_arrivals(read.arrivals)
            for each in chosen:
                row = self.model.row_of(each)
                if row >= 0 and not self.stream.selectedIndexes():
                    self.stream.setCurrentIndex(self.model.index(row))
            watch = self.context.watch
            scan = watch.scans.result
            away = () if scan is None else scan.unreachable
            self.sources.set_folders(read.folders, away, held=watch.held)
            self.health.set_health(read.health, read.failures)
            self._say()
        if was_empty != self.is_empty:
            self.inspector_changed.emit()

    def _say(self) -> None:
        """What is going on, or what it waits for."""
        read, watch = self._read, self.context.watch
        if read is None:
            return
        saying, hint = situation(read, watch)
        self._saying.setText(saying)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self._train.setVisible(not read.has_run and not watch.held)
        self._pause.setVisible(read.has_run or watch.held)
        self._pause.setText(self.tr("Resume") if watch.rests else self.tr("Pause"))
        self._pause.setAccessibleName(self._pause.text())

    def _queued(self, result: QueueResult) -> None:
        if result.already and not result.queued:
            said = self.tr("{0} were classified before; see Results.")
            self.context.notices.info(said.format(videos(len(result.already))))

    def _pause_folder(self, folder_id: int, paused: bool) -> None:
        self.context.start(
            incoming.pause_folder(self.project, folder_id, paused),
            owner=self,
            done=lambda _none: self.context.watch.scans.soon(),
        )

    def _remove(self, folder: WatchedFolder) -> None:
        def done(removed: WatchedFolder | None) -> None:
            if removed is not None:
                self._removed.append(removed.path)
                said = self.tr("{0} is watched no longer; Ctrl+Z takes that back.")
                self.context.notices.info(said.format(removed.path.name))

        operation = incoming.unwatch_folder(self.project, folder.id)
        self.context.start(operation, owner=self, done=done)

    def retry_all(self) -> None:
        """Try all failed videos again."""
        if self._read is not None and self._read.failures:
            self.retry([each.id for each in self._read.failures])

    def queue_again(self) -> None:
        """Put in line what the newest run has not seen."""
        self.context.start(incoming.queue_again(self.project), owner=self, done=self._queued)
