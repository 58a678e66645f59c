"""The strip at the bottom says whether anything goes over the network."""

from __future__ import annotations

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from toy_engine import TOY, ToyRequest

from app.jobs.operation import EngineWork, Lane, Operation
from app.operations.packs import fetch_model
from app.windows.main_window import MainWindow


def test_it_says_offline_except_while_something_is_fetched(
    window: MainWindow, qtbot: QtBot
) -> None:
    context, net, owner = window.context, window.strip.net, QObject(window)
    assert net.text() == "offline" and "Nothing leaves this machine." in net.toolTip()
    local = EngineWork(TOY, ToyRequest(steps=3000))
    beside = context.start(Operation("Verifying", Lane.ENGINE, local), owner=owner)
    qtbot.waitUntil(lambda: beside.progress is not None, timeout=20_000)
    assert net.text() == "offline"
    fetch = Operation("Fetching", Lane.SIDE, local, network=True)
    fetching = context.start(fetch, owner=owner)
    qtbot.waitUntil(lambda: fetching.progress is not None, timeout=20_000)
    assert net.text() == "fetching from the network"
    assert "Nothing leaves" not in net.toolTip() and "clips stay" in net.toolTip()
    with qtbot.waitSignal(fetching.ended, timeout=20_000):
        context.runner.cancel(fetching)
    qtbot.waitUntil(lambda: net.text() == "offline")
    assert "Nothing leaves this machine." in net.toolTip()
    with qtbot.waitSignal(beside.ended, timeout=20_000):
        context.runner.cancel(beside)


def test_fetching_a_model_uses_the_network() -> None:
    assert fetch_model("demo").network and fetch_model("blip", captioner=True).network
