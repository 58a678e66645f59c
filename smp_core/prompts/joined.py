"""One sentence from two captioners: what is seen, and what is heard."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from smp_core.jobs import JobContext
from smp_core.prompts.audio_tags import NO_SOUND
from smp_core.prompts.captioner import Captioner, CaptionerSettings
from smp_core.prompts.token_limit import TokenLimit
from smp_core.prompts.training_rules import fit_to_tokens
from smp_core.prompts.vision_language import NO_PICTURE
from smp_core.types import DecodedClip

_VERSION = "1"


class JoinedCaptioner:
    """Joins the sentences of a picture captioner and a sound captioner.

    Args:
        picture, sound: Who describes which; they need not keep to the limit themselves.
        settings: The text encoder's limit; the picture's words give way first.
    """

    def __init__(self, picture: Captioner, sound: Captioner, settings: CaptionerSettings) -> None:
        self.name = f"{picture.name}+{sound.name}"
        self._picture = picture
        self._sound = sound
        self._tokens = TokenLimit(settings)

    @property
    def at_once(self) -> int:
        """Clips described together."""
        return int(getattr(self._picture, "at_once", 1))

    @property
    def version(self) -> str:
        """Both captioners' versions."""
        return f"{_VERSION}-{self._picture.version}+{self._sound.version}"

    def caption(self, clips: Sequence[DecodedClip], ctx: JobContext | None = None) -> list[str]:
        """Describe clips by picture and sound; see `Captioner.caption`."""
        ctx = ctx or JobContext()
        seen = self._picture.caption(clips, ctx)
        heard = self._sound.caption(clips, ctx)
        said = []
        for picture, sound in zip(seen, heard, strict=True):
            text, cut = join(picture, sound, self._tokens.count, self._tokens.limit)
            self._tokens.tell(cut, ctx)
            said.append(text)
        return said


def join(picture: str, sound: str, count: Callable[[str], int], limit: int) -> tuple[str, bool]:
    """One sentence of two, within the text encoder's limit.

    Args:
        picture, sound: One sentence each; that there is none of either is left out.
        count, limit: See `CaptionerSettings`.

    Returns:
        The sentence, and whether words were cut: first from the end of the picture's part, and
        from the end of the whole if the sound alone is too long.
    """
    if picture == NO_PICTURE:
        return fit_to_tokens(sound, count, limit)
    if sound == NO_SOUND:
        return fit_to_tokens(picture, count, limit)
    tail = f", with {_lower_first(sound)}" if sound.startswith("The sound of ") else f". {sound}"
    whole = picture.rstrip(".") + tail
    if count(whole) <= limit:
        return whole, False
    head, _ = fit_to_tokens(picture.rstrip("."), lambda text: count(text + tail), limit)
    return fit_to_tokens(head + tail if head else sound, count, limit)[0], True


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
