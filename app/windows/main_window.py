"""The window: puts the bars, the stations and the floating parts together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMainWindow, QStackedWidget, QWidget
from PySide6.QtWidgets import QVBoxLayout as Column

from app import theme as look
from app.context import Context
from app.core_texts import core_text
from app.dialogs.new_project import NewProjectDialog
from app.dialogs.stop_jobs import ask_to_stop
from app.models.project_status import marks
from app.operations import projects
from app.texts import byte_size
from app.views.welcome import Welcome
from app.widgets.command_palette import CommandPalette
from app.widgets.inspector import Inspector
from app.widgets.job_panel import JobPanel
from app.widgets.labels import line
from app.widgets.notice_bar import NoticeBar
from app.widgets.status_strip import StatusStrip
from app.widgets.top_bar import TopBar
from app.windows import stations
from app.windows.help import Help
from app.windows.menus import fill_project_menu, fill_settings_menu
from app.windows.station_deck import StationDeck
from app.windows.window_commands import window_commands
from smp_core.worker.jobs.device import DeviceInfo

_SIZE_PX = (1280, 800)


class MainWindow(QMainWindow):
    """Args:
    context: The shared parts; the window closes them with itself.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.device: DeviceInfo | None = None
        self._closing = False
        self.setObjectName("ground")
        self.setWindowTitle("SMP Studio")
        self.resize(*_SIZE_PX)
        self.setMinimumSize(960, 600)
        self.top = TopBar(
            context.theme,
            stations.titles(),
            lambda menu: fill_project_menu(menu, context, self),
            lambda menu: fill_settings_menu(menu, context),
        )
        self.notices = NoticeBar(context.notices, context.theme)
        self.welcome = Welcome(context.theme)
        self.inspector = Inspector()
        self.deck = StationDeck(context, self.inspector)
        self.strip = StatusStrip(context.runner, context.theme)
        self._pages = QStackedWidget()
        self._pages.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._pages.addWidget(self.welcome)
        self._pages.addWidget(self._work_page())
        self.setCentralWidget(self._assemble())
        self.jobs = JobPanel(context.runner, context.theme, self)
        self.palette_box = CommandPalette(context.commands, context.theme, self)
        self.help = Help(self)
        self._connect()
        context.commands.add(self, [*window_commands(self), *self.help.commands()], always=True)
        close_notice = context.commands.action("window.notice")
        close_notice.setEnabled(False)  # until there is one
        self.notices.shows.connect(close_notice.setEnabled)
        context.commands.rebound.connect(self._show_keys)
        self._show_keys()
        self._restore()
        self._show_project()
        self._pages.setFocus()  # otherwise the first button of the bar would be lit at the start

    def new_project(self) -> None:
        """Ask for a new project, make it and open it."""
        dialog = NewProjectDialog(self.context.theme, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def make() -> None:
            answer = dialog.answer
            self._after_stopping(
                lambda: self.context.session.create(answer.folder, answer.name, answer.pack)
            )

        def look(folder: Path) -> None:
            self.context.start(
                projects.takes_new_project(folder),
                owner=dialog,
                done=lambda free: dialog.set_folder_free(folder, free),
                failed=lambda _error: None,  # nobody may look into it: making it will say why
            )

        dialog.accepted.connect(make)
        dialog.folder_asked.connect(look)
        self.context.start(projects.list_packs(), owner=dialog, done=dialog.set_packs)
        dialog.open()

    def choose_project(self) -> None:
        """Ask for a project's folder and open it."""
        title = self.tr("Open a project folder")
        dialog = QFileDialog(self, title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda folder: self.open_project(Path(folder)))
        dialog.open()

    def open_project(self, folder: Path) -> None:
        """Open that project; if it can be opened and something runs, ask before that is left."""
        self.context.session.open(folder, self._after_stopping)

    def open_demo(self) -> None:
        """Open the demo project, made first if it is not there."""
        self._after_stopping(self.context.session.open_demo)

    def go(self, key: str) -> None:
        """Show a station."""
        if self.context.project is not None:
            self.deck.show_station(key)
            self.top.set_station(key)

    def toggle_jobs(self) -> None:
        """Show or hide the background jobs."""
        self._place_jobs()
        self.jobs.setVisible(not self.jobs.isVisible())
        self.jobs.raise_()

    def toggle_inspector(self) -> None:
        """Show or hide the column at the right."""
        self.top.inspector.toggle()
        self._apply_inspector()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask once if something runs; then stop it all and leave nothing behind."""
        running = self.context.runner.running()
        if running and not self._closing:
            event.ignore()
            ask_to_stop([each.name for each in running], self._close_for_good, self)
            return
        self.deck.remember()
        settings = self.context.settings
        settings.set("geometry", bytes(self.saveGeometry().toBase64().data()).decode("ascii"))
        settings.set("inspector", self.top.inspector.isChecked())
        self.hide()
        self.context.close()
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the floating parts in their places."""
        super().resizeEvent(event)
        self._place_jobs()

    def _close_for_good(self) -> None:
        self._closing = True
        self.close()

    def _after_stopping(
        self, then: Callable[[], None], otherwise: Callable[[], None] | None = None
    ) -> None:
        """Do something that ends all jobs; ask first if the operator waits for any."""
        running = self.context.runner.running()
        if not running:
            then()
            return
        dialog = ask_to_stop([each.name for each in running], then, self)
        if otherwise is not None:
            dialog.rejected.connect(otherwise)

    def _work_page(self) -> QWidget:
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.deck, 1)
        row.addWidget(self.inspector)
        return page

    def _assemble(self) -> QWidget:
        whole = QWidget()
        whole.setProperty("kind", "ground")
        column = Column(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addWidget(line())
        column.addWidget(self.notices)
        column.addWidget(self._pages, 1)
        column.addWidget(line())
        column.addWidget(self.strip)
        return whole

    def _connect(self) -> None:
        context = self.context
        self.welcome.new_wanted.connect(self.new_project)
        self.welcome.open_wanted.connect(self.choose_project)
        self.welcome.demo_wanted.connect(self.open_demo)
        self.welcome.recent_wanted.connect(self.open_project)
        self.top.station_chosen.connect(self.go)
        self.top.palette_wanted.connect(self.palette_box.open)
        self.top.theme_wanted.connect(context.theme.toggle)
        self.top.inspector_wanted.connect(self._apply_inspector)
        self.deck.go.connect(self.go)
        self.strip.jobs_wanted.connect(self.toggle_jobs)
        context.changes.project_changed.connect(self._show_project)
        context.pack.changed.connect(self._show_pack)
        context.status.changed.connect(lambda: self.top.set_marks(marks(context.status.record)))

    def _restore(self) -> None:
        settings = self.context.settings
        geometry = settings.get("geometry", "")
        if geometry:
            self.restoreGeometry(QByteArray.fromBase64(QByteArray(geometry.encode("ascii"))))
        self.top.inspector.setChecked(settings.get("inspector", True))
        self._apply_inspector()

    def _show_project(self) -> None:
        project = self.context.project
        self.deck.set_project(project)
        self.context.commands.action("project.erase").setEnabled(project is not None)
        if project is None and self.context.session.lent:
            return  # it comes back by itself
        if project is None:
            recent = self.context.settings.recent_projects
            self.welcome.set_recent([(each, each.is_dir()) for each in recent])
            self._pages.setCurrentIndex(0)
            self.top.set_project("")
            self._show_pack()
            return
        self._pages.setCurrentIndex(1)
        self.setWindowTitle(f"{project.info.name} — SMP Studio")
        self.top.set_project(project.info.name)
        self._show_pack()
        self.go(self.deck.last_key or stations.ENTRIES[0].key)
        self.context.start(projects.device_info(), owner=self, done=self._show_device)
        self.help.project_shown()

    def _show_pack(self) -> None:
        project = self.context.project
        name = "" if project is None else project.info.pack_name
        learned = core_text(self.context.pack.learned_from)
        self.strip.set_pack(name, self.tr("Learned from {0}").format(learned) if learned else "")

    def _show_keys(self) -> None:
        """The tips of the bar name the shortcuts as they are now."""
        named = {"palette": "window.palette", "theme": "window.theme"}
        named |= {"inspector": "window.inspector"} | {key: f"go.{key}" for key in self.top.buttons}
        commands, shown = self.context.commands, QKeySequence.SequenceFormat.NativeText
        self.top.set_keys(
            {name: commands.action(id_).shortcut().toString(shown) for name, id_ in named.items()}
        )

    def _show_device(self, device: DeviceInfo) -> None:
        self.device = device
        said = self.tr("{0}\n{1} of {2} memory free")
        free, total = byte_size(device.free_bytes), byte_size(device.memory_bytes)
        short = {"cpu": "CPU", "cuda": "GPU", "mps": "Apple GPU"}.get(device.kind, device.kind)
        self.strip.set_device(short, said.format(device.name, free, total))

    def _place_jobs(self) -> None:
        self.jobs.place(look.S, self.height() - look.STATUS_STRIP_PX - look.S)

    def _apply_inspector(self) -> None:
        self.inspector.setVisible(self.top.inspector.isChecked())
