"""The prompts of labelled clips: caption, store, edit, read for training."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from smp_core.errors import InputError, MediaError, ModelError, ResourceError, SmpError
from smp_core.jobs import JobContext
from smp_core.media.clip import load_clip
from smp_core.paths import quoted
from smp_core.prompts import captioners, is_captioner, mentions_class
from smp_core.records import CaptionResult, ClipRecord, LeftOut, PromptRecord
from smp_core.storage.project import Project
from smp_core.storage.rows import prompt_record
from smp_core.storage.schema import ClipRow, ProjectRow, PromptRow
from smp_core.types import DecodedClip, DecodeOptions
from smp_core.workflows.captioning import ClipCaptioner, Stretch, clip_captioner
from smp_core.workflows.clips import clip_cache, list_clips, warn_if_not_kept
from smp_core.workflows.packs import project_manifest
from smp_core.workflows.prompt_words import prompt_row, put_words

if TYPE_CHECKING:
    from smp_core.media.decoder import Decoder


def caption_clips(
    project: Project,
    captioner_name: str,
    ctx: JobContext,
    decoder: Decoder,
    *,
    options: DecodeOptions | None = None,
    clip_ids: Collection[int] | None = None,
    again: bool = False,
    device: str = "auto",
) -> CaptionResult:
    """Write a prompt for every clip that has none by this captioner in its present version.

    Each prompt is stored as it is written, so that stopping half-way keeps those before. Words of
    the operator are carried over from an older version of the captioner.

    Args:
        captioner_name: See `smp_core.prompts.CAPTIONER_NAMES`.
        ctx: Progress, warnings, cancel.
        decoder: Opens files that are not in the cache.
        options: How to decode; the pack's own, so that training finds the clips in the cache.
        clip_ids: Only these clips; those that are gone are passed over.
        again: Write also where there is a prompt; the operator's words stay in force.
        device: For captioners with a model: "auto", "cpu", "cuda" or "mps".

    Raises:
        InputError: There is no such captioner, there are no clips, or none could be read.
        ModelError: The captioner's model is not on this machine, or not usable.
        MediaError: The only clip could not be read.
        StorageError, ResourceError: The project cannot be written.
    """
    options = options or DecodeOptions()
    writer = clip_captioner(project, captioner_name, options, device=device)
    clips = list_clips(project)
    if not clips:
        raise InputError(
            f"The project {project.info.name!r} has no clips.",
            f"Add some with: smp add {quoted(str(project.folder))} CLASS FILE…",
        )
    with project.database.read() as session:
        have = set(
            session.scalars(
                sa.select(PromptRow.clip_id).where(
                    PromptRow.captioner == writer.name,
                    PromptRow.captioner_version == writer.version,
                )
            )
        )
    if clip_ids is not None:
        clips = [clip for clip in clips if clip.id in set(clip_ids)]
    todo = [clip for clip in clips if again or clip.id not in have]
    cache = clip_cache(project)
    written = 0
    errors: list[tuple[ClipRecord, SmpError]] = []
    ready: list[tuple[ClipRecord, DecodedClip]] = []
    for done, clip in enumerate(todo):
        ctx.progress("Writing prompts", done - len(ready), len(todo))
        try:
            _check_unchanged(clip)
            decoded = load_clip(
                clip.path,
                clip.content_hash,
                clip.start_s,
                clip.end_s,
                options,
                cache,
                decoder,
            )
        except ResourceError:
            raise  # the machine's fault, not the clip's
        except SmpError as error:
            errors.append((clip, error))
            ctx.set_aside(error, str(clip.path))
            continue
        ready.append((clip, decoded))
        if len(ready) >= writer.at_once:
            written += _write(project, writer, ready, ctx, again=again)
            ready = []
    written += _write(project, writer, ready, ctx, again=again)
    ctx.progress("Writing prompts", len(todo), len(todo))
    warn_if_not_kept(cache, ctx)
    if errors and len(errors) == len(clips):
        raise errors[0][1]
    return CaptionResult(
        written,
        len(clips) - len(todo),
        tuple(LeftOut(clip.path, each.message, each.hint, each.code) for clip, each in errors),
    )


def _write(
    project: Project,
    writer: ClipCaptioner,
    ready: Sequence[tuple[ClipRecord, DecodedClip]],
    ctx: JobContext,
    *,
    again: bool,
) -> int:
    """Write and store prompts of decoded clips; how many."""
    if not ready:
        return 0
    stretches = [Stretch(clip.content_hash, clip.start_s, clip.end_s) for clip, _ in ready]
    texts = writer.caption(stretches, [decoded for _, decoded in ready], ctx, again=again)
    by_clip = {clip.id: text for (clip, _), text in zip(ready, texts, strict=True)}
    return store_prompts(project, writer.name, writer.version, by_clip)


def store_prompts(project: Project, captioner: str, version: str, texts: Mapping[int, str]) -> int:
    """Store generated prompts; one there already is replaced, the operator's kept.

    A clip that is not there any more is passed over: removing it may not fail the job of the
    others.

    Args:
        captioner, version: Who wrote them.
        texts: Prompt by clip id.

    Returns:
        How many were stored.
    """
    with project.database.write() as session:
        there = set(session.scalars(sa.select(ClipRow.id).where(ClipRow.id.in_(texts))))
        for clip_id, text in texts.items():
            if clip_id not in there:
                continue
            older = session.scalars(
                sa.select(PromptRow)
                .where(PromptRow.clip_id == clip_id, PromptRow.captioner == captioner)
                .order_by(PromptRow.id.desc())
            ).all()
            same = next((row for row in older if row.captioner_version == version), None)
            if same is not None:
                same.generated = text
                continue
            session.add(
                PromptRow(
                    clip_id=clip_id,
                    captioner=captioner,
                    captioner_version=version,
                    generated=text,
                    operator_text=older[0].operator_text if older else None,
                    created=datetime.now(UTC),
                )
            )
    return len(there)


def training_prompts(project: Project, captioner: str) -> dict[int, PromptRecord]:
    """The newest prompt of each clip by one captioner.

    Returns:
        Prompt by clip id; clips without one are missing from it.
    """
    # By id, and later ones win: the newest version of the captioner is the last row.
    return {each.clip_id: each for each in list_prompts(project, captioner)}


def list_prompts(project: Project, captioner: str | None = None) -> list[PromptRecord]:
    """All prompts in the order they were written, by every captioner or by one."""
    query = sa.select(PromptRow).order_by(PromptRow.id)
    if captioner is not None:
        query = query.where(PromptRow.captioner == captioner)
    with project.database.read() as session:
        return [prompt_record(row) for row in session.scalars(query)]


def edit_prompt(project: Project, prompt_id: int, text: str | None) -> PromptRecord:
    """Put the operator's words in place of the captioner's, which are kept beside them.

    Args:
        prompt_id: Which.
        text: The words; None goes back to the captioner's.

    Raises:
        InputError: There is no such prompt, or the text is empty.
    """
    with project.database.write() as session:
        row = prompt_row(session, prompt_id)
        put_words(row, text)
        return prompt_record(row)


def reword_clip(
    project: Project, clip_id: int, captioner: str, text: str | None, ctx: JobContext
) -> PromptRecord:
    """Like `edit_prompt`, for a clip and a captioner; warns where words give the class away.

    Raises:
        InputError: There is no such clip, it has no prompt by that captioner, or no words.
    """
    clip = next((each for each in list_clips(project) if each.id == clip_id), None)
    prompt = training_prompts(project, captioner).get(clip_id)
    if clip is None or prompt is None:
        missing = "clip" if clip is None else f"prompt by {captioner} for clip"
        raise InputError(
            f"There is no {missing} {clip_id} in {project.folder}.",
            f"`smp prompts {quoted(str(project.folder))}` writes what is missing and shows the "
            "numbers.",
        )
    reworded = edit_prompt(project, prompt.id, text)
    if text is not None and mentions_class(reworded.text, clip.class_name):
        ctx.warn(
            f'The prompt of clip {clip_id} names its class "{clip.class_name}".',
            "An incoming video will not have that word; describe what is seen and heard.",
            subject=str(clip.path),
        )
    return reworded


def chosen_captioner(project: Project) -> str:
    """Whose prompts this project trains with unless told otherwise.

    Returns:
        The operator's choice; before there is one, the captioner that the pack learned with.
    """
    with project.database.read() as session:
        chosen = session.scalar(sa.select(ProjectRow.captioner))
    if chosen:
        return chosen
    try:
        packs_own = project_manifest(project).captioner
    except ModelError:  # told where the pack is needed
        packs_own = ""
    return packs_own if is_captioner(packs_own) else "descriptor"


def choose_captioner(project: Project, name: str) -> None:
    """Train with this captioner's prompts from now on.

    Args:
        name: Any captioner that is known; it need not be ready on this machine.

    Raises:
        InputError: There is no such captioner.
    """
    if not is_captioner(name):
        names = [each.name for each in captioners()]
        raise InputError(
            f'There is no captioner called "{name}".', f"Choose one of: {', '.join(names)}."
        )
    with project.database.write() as session:
        session.execute(sa.update(ProjectRow).values(captioner=name))


def _check_unchanged(clip: ClipRecord) -> None:
    """Refuse a file that is not the one that was labelled (judged by size: it costs nothing)."""
    if clip.missing:
        return  # the cache may still hold it; otherwise the decoder says that it is gone
    try:
        size_bytes = clip.path.stat().st_size
    except OSError:  # it has just gone
        return
    if size_bytes != clip.size_bytes:
        raise MediaError(
            f"{clip.path} has changed since it was added to {clip.class_name!r}.",
            "Put the old file back, or add the new one under another name.",
        )
