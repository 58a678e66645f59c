"""One training over several processes: each takes a part of every batch (see docs/adr/0006)."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import overload

import torch
import torch.distributed as dist
from torch import Tensor, nn

from smp_core.errors import InputError, ResourceError
from smp_core.model.inputs import ClipInputs, InputOptions
from smp_core.model.smp import SMP, Embeddings, SmpOutput
from smp_core.training.support_set import run_all

# One process may describe clips for hours while another has finished its part.
_PATIENCE = timedelta(days=7)
_TOLD_BY_TORCHRUN = ("RANK", "WORLD_SIZE", "MASTER_ADDR", "MASTER_PORT")


@dataclass(frozen=True)
class Team:
    """The processes of one training, all of which hold the whole model.

    Every process computes the same loss over the whole batch, from embeddings that it gathered, but
    gradients flow only through its own clips; their sum is the gradient of the whole batch. So
    numbers do not depend on how many processes there are, but for rounding and dropout.

    Attributes:
        rank: This process, 0 ≤ rank < size; 0 writes and reports.
        size: Of all processes.
    """

    rank: int = 0
    size: int = 1

    @property
    def leads(self) -> bool:
        """Whether this process writes and reports."""
        return self.rank == 0

    def share(self, n: int, rank: int | None = None) -> slice:
        """The rows of 0…n − 1 that a process (this one) computes; may be empty."""
        rank = self.rank if rank is None else rank
        return slice(n * rank // self.size, n * (rank + 1) // self.size)

    def own(self, rows: Tensor) -> Tensor:
        """This process's part of a batch, but always a row at least, so that shapes are known.

        Args:
            rows: int64 (B,), B ≥ 1.
        """
        part = rows[self.share(len(rows))]
        return part if len(part) else rows[:1]

    def gather(self, own: Tensor, n: int) -> Tensor:
        """The rows of all processes in order.

        Args:
            own: This process's (see `own`), (b, …), on the device that processes talk over.
            n: Of all rows together.

        Returns:
            (n, …), with gradients towards the own rows only.

        Raises:
            ResourceError: Another process ended.
        """
        if self.size == 1:
            return own
        shares = [self.share(n, rank) for rank in range(self.size)]
        counts = [part.stop - part.start for part in shares]
        mine = own[: counts[self.rank]]
        padded = own.new_zeros((max(counts), *own.shape[1:]))
        padded[: len(mine)] = mine.detach()
        found = [torch.empty_like(padded) for _ in range(self.size)]
        with _talking():
            dist.all_gather(found, padded)
        parts = [part[:count] for part, count in zip(found, counts, strict=True)]
        parts[self.rank] = mine
        return torch.cat(parts)

    def sum_gradients(self, parameters: Iterable[nn.Parameter]) -> None:
        """Give every process the sum of all gradients.

        Raises:
            ResourceError: Another process ended.
        """
        if self.size == 1:
            return
        for p in (found := list(parameters)):
            if p.grad is None:
                p.grad = torch.zeros_like(p)
        gradients = [p.grad for p in found if p.grad is not None]
        together = torch.cat([each.flatten() for each in gradients])
        with _talking():
            dist.all_reduce(together)
        parts = together.split([each.numel() for each in gradients])
        for each, part in zip(gradients, parts, strict=True):
            each.copy_(part.view_as(each))

    def start_alike(self, model: nn.Module) -> None:
        """Take the first process's weights, should machines have computed them differently."""
        if self.size == 1:
            return
        with _talking(), torch.no_grad():
            for p in model.parameters():
                dist.broadcast(p.data, 0)

    def wait(self) -> None:
        """Go on when every process is here.

        Raises:
            ResourceError: Another process ended.
        """
        if self.size > 1:
            with _talking():
                dist.barrier()


ALONE = Team()


def is_team_member(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether torchrun started this process as one of several."""
    return (
        all(name in environment for name in _TOLD_BY_TORCHRUN)
        and int(environment["WORLD_SIZE"]) > 1
    )


def leads(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether this process is the one that writes and reports; needs no team yet."""
    return not is_team_member(environment) or environment["RANK"] == "0"


@contextlib.contextmanager
def team(device: torch.device) -> Iterator[Team]:
    """Join the processes that torchrun started; alone without it.

    Args:
        device: "cuda" means this process's own GPU from here on.

    Raises:
        InputError: Processes cannot share this kind of device, or there are too few GPUs.
    """
    if not is_team_member():
        yield ALONE
        return
    if device.type == "cuda":
        local = int(os.environ.get("LOCAL_RANK", "0"))
        if local >= torch.cuda.device_count():
            raise InputError(
                f"There are {torch.cuda.device_count()} GPUs here, too few for process {local}.",
                "Give torchrun --nproc-per-node the number of GPUs.",
            )
        torch.cuda.set_device(local)
    elif device.type != "cpu":
        raise InputError(
            f"Several processes cannot train on {device.type} together.",
            "Start one process, or use --device cpu.",
        )
    dist.init_process_group("nccl" if device.type == "cuda" else "gloo", timeout=_PATIENCE)
    try:
        yield Team(dist.get_rank(), dist.get_world_size())
    finally:
        dist.destroy_process_group()


@contextlib.contextmanager
def _talking() -> Iterator[None]:
    try:
        yield
    except RuntimeError as error:  # the only thing that these calls do is to talk
        raise ResourceError(
            "Another process of this training ended before its time.",
            "Its own message says why. Start the training again: it goes on from the last epoch.",
        ) from error


class _Part(Sequence[ClipInputs]):
    """Some of many clips, read only when asked for."""

    def __init__(self, clips: Sequence[ClipInputs], part: slice) -> None:
        self._clips = clips
        self._rows = range(len(clips))[part]

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> ClipInputs: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[ClipInputs]: ...

    def __getitem__(self, index: int | slice) -> ClipInputs | Sequence[ClipInputs]:
        if isinstance(index, slice):
            return [self._clips[row] for row in self._rows[index]]
        return self._clips[self._rows[index]]


def run_all_together(
    model: SMP,
    clips: Sequence[ClipInputs],
    options: InputOptions,
    batch_size: int,
    members: Team = ALONE,
    on_batch: Callable[[int], None] = lambda done: None,
) -> SmpOutput:
    """`run_all`, each process taking a part; the whole outputs are on the CPU of every one.

    Raises:
        ResourceError: Another process ended.
    """
    if members.size == 1:
        return run_all(model, clips, options, batch_size, on_batch)
    n = len(clips)
    part = members.share(n)
    if part.start == part.stop:
        part = slice(0, 1)  # for the shapes; `gather` leaves it out
    out = run_all(model, _Part(clips, part), options, batch_size, on_batch)

    def whole(own: Tensor) -> Tensor:
        return members.gather(own.to(model.device), n).cpu()

    return SmpOutput(
        whole(out.logits), Embeddings(*(None if e is None else whole(e) for e in out.embeddings))
    )
