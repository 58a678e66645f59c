"""Which jobs may ask a captioner's model: removing it waits for those alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from app.jobs.handle import JobHandle
from app.jobs.operation import EngineWork, Lane, Operation, read
from app.operations import packs, prompts
from app.operations.captioner_use import jobs_that_need
from app.operations.train import FINETUNE, FinetuneRequest
from smp_core.worker.jobs.classify import JOB as CLASSIFY
from smp_core.worker.jobs.classify import ClassifyRequest
from smp_core.worker.jobs.device import JOB as DEVICE
from smp_core.worker.jobs.device import DeviceRequest
from smp_core.workflows.options import ClassifyOptions, FinetuneOptions
from smp_core.workflows.projects import Project

CLAP = Path("/models/clap-tags")
JOINED = "smolvlm2-500m+clap-tags"


def training(**options: object) -> Operation[object]:
    request = FinetuneRequest(Path("/p"), FinetuneOptions(**options))  # type: ignore[arg-type]
    return Operation("training", Lane.ENGINE, EngineWork(FINETUNE, request))


def classifying(captioner: str | None) -> Operation[object]:
    request = ClassifyRequest(Path("/p"), (), ClassifyOptions(captioner=captioner))
    return Operation("classifying", Lane.ENGINE, EngineWork(CLASSIFY, request))


@pytest.mark.parametrize(
    ("operation", "used", "needed"),
    [
        (training(captioner=JOINED), (), True),
        (training(captioner="descriptor"), ("clap-tags",), False),
        (training(resume=True), ("clap-tags",), True),  # its run decides, not the options
        (training(resume=True), ("descriptor",), False),
        (classifying("clap-tags"), (), True),
        (classifying(None), ("descriptor", JOINED), True),
        (classifying(None), ("descriptor", "smolvlm2-500m"), False),
        (Operation("d", Lane.SIDE, EngineWork(DEVICE, DeviceRequest("auto"))), (JOINED,), False),
        (packs.fetch_model("clap-tags", captioner=True), (JOINED,), False),
        (packs.verify_model("clap-tags", CLAP, captioner=True), (), True),
        (packs.verify_model("demo", Path("/packs/demo")), (JOINED,), False),
        (packs.copy_model("clap-tags", CLAP, Path("/stick")), (), True),
        (packs.add_model(Path("/stick/blip-base")), (JOINED,), False),
        (read("quiet", lambda _ctx: None), (JOINED,), False),
    ],
)
def test_a_job_is_waited_for_if_it_may_ask_the_model(
    operation: Operation[object], used: tuple[str, ...], needed: bool, qapp: QApplication
) -> None:
    owner = QObject()
    found = jobs_that_need("clap-tags", CLAP, used, [JobHandle(1, operation, owner)])
    assert found == ([operation.name] if needed else [])


def test_writing_prompts_names_its_captioner(project: Project, qapp: QApplication) -> None:
    owner = QObject()
    jobs = [JobHandle(1, prompts.write_prompts(project, name), owner) for name in (JOINED, "blip")]
    assert jobs_that_need("clap-tags", CLAP, ("clap-tags",), jobs) == [jobs[0].name]
