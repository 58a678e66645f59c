"""Everything that is to be seen about a project's prompts, read at once and without torch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from smp_core.errors import ModelError
from smp_core.model.tokenizer import PromptTokenizer
from smp_core.prompts import CLIP_TOKEN_LIMIT, captioners, mentions_class
from smp_core.records import ClassRecord, ClipRecord, PromptQuality, PromptRecord
from smp_core.storage.project import Project
from smp_core.workflows.clips import list_classes, list_clips
from smp_core.workflows.packs import project_manifest
from smp_core.workflows.prompt_quality import known_quality
from smp_core.workflows.prompts import chosen_captioner, list_prompts

__all__ = ["CaptionerChoice", "PromptSheet", "TokenCount", "prompt_sheet", "token_count"]

_TOKENIZER = "tokenizer.json"


@dataclass(frozen=True)
class CaptionerChoice:
    """A captioner to choose.

    Attributes:
        name: As it is stored with prompts and given to jobs.
        title: For people.
        kind: "constant", "descriptor", "vision-language", "audio" or "both".
        missing: What it lacks to be used here, one sentence; empty if it is ready.
        size_bytes: About so much on disk, 0 without a model.
    """

    name: str
    title: str
    kind: str
    missing: str = ""
    size_bytes: int = 0


@dataclass(frozen=True)
class TokenCount:
    """Counts as the text encoder reads.

    Attributes:
        count: Tokens of a text, start and end included; safe from any thread.
        limit: Most tokens that the encoder takes; what is beyond is cut off.
    """

    count: Callable[[str], int]
    limit: int


@dataclass(frozen=True)
class PromptSheet:
    """The prompts of a project.

    Attributes:
        chosen: The captioner whose prompts are trained with.
        captioners: All that there are, ready or not, and those that only old prompts know.
        classes: In their order.
        clips: By class, then in the order they were added.
        prompts: Captioner → clip id → its newest prompt.
        quality: Captioner → what was measured, while that still holds.
        tokens: How to count; None while the pack is not there.
        n_tokens: Tokens of every text that is a prompt now; empty without `tokens`.
    """

    chosen: str
    captioners: tuple[CaptionerChoice, ...]
    classes: tuple[ClassRecord, ...]
    clips: tuple[ClipRecord, ...]
    prompts: Mapping[str, Mapping[int, PromptRecord]]
    quality: Mapping[str, PromptQuality]
    tokens: TokenCount | None = None
    n_tokens: Mapping[str, int] = field(default_factory=dict)

    @property
    def limit(self) -> int:
        """Most tokens that the text encoder takes."""
        return CLIP_TOKEN_LIMIT if self.tokens is None else self.tokens.limit

    def captioner(self, name: str) -> CaptionerChoice:
        """The captioner of that name, also if nobody knows it any more."""
        known = next((each for each in self.captioners if each.name == name), None)
        return CaptionerChoice(name, name, "") if known is None else known

    @staticmethod
    def names_class(text: str, class_name: str) -> bool:
        """Whether a prompt gives its class away; an incoming video would not have that word."""
        return mentions_class(text, class_name)


def prompt_sheet(project: Project) -> PromptSheet:
    """Read all prompts, and what is known of them.

    Raises:
        StorageError: The project cannot be read.
    """
    prompts: dict[str, dict[int, PromptRecord]] = {}
    for each in list_prompts(project):  # by age: the newest version comes last and wins
        prompts.setdefault(each.captioner, {})[each.clip_id] = each
    try:
        tokens = token_count(project)
    except ModelError:  # a project without its pack can still be read; using the pack tells why
        tokens = None
    texts = {each.text for by_clip in prompts.values() for each in by_clip.values()}
    quality = {name: known_quality(project, name) for name in prompts}
    return PromptSheet(
        chosen=chosen_captioner(project),
        captioners=_captioners(list(prompts)),
        classes=tuple(list_classes(project)),
        clips=tuple(list_clips(project)),
        prompts=prompts,
        quality={name: each for name, each in quality.items() if each is not None},
        tokens=tokens,
        n_tokens={} if tokens is None else {text: tokens.count(text) for text in texts},
    )


def token_count(project: Project) -> TokenCount:
    """How the project's text encoder counts; needs no torch.

    Raises:
        ModelError: The pack is gone, or its tokenizer is damaged.
    """
    manifest = project_manifest(project)
    tokenizer = PromptTokenizer(manifest.folder / _TOKENIZER, manifest.model.text)
    return TokenCount(tokenizer.count, manifest.model.text.max_tokens)


def _captioners(of_prompts: list[str]) -> tuple[CaptionerChoice, ...]:
    known = [
        CaptionerChoice(each.name, each.title, each.kind, each.missing, each.size_bytes)
        for each in captioners()
    ]
    names = {each.name for each in known}
    gone = [
        CaptionerChoice(name, name, "", "It is not on this machine any more.")
        for name in of_prompts
        if name not in names
    ]
    return (*known, *gone)
