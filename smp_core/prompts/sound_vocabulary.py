"""The list of sounds that the tagging captioner may name; a file that anyone may edit."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path

from smp_core.errors import InputError
from smp_core.paths import resources_folder, user_data_folder

_FILE = Path("prompts") / "sounds.toml"
_MAX_BYTES = 1_000_000
_MAX_SOUNDS = 5000


@dataclass(frozen=True)
class SoundVocabulary:
    """What may be heard.

    Attributes:
        sounds: Each fits after "the sound of": "rain", "a dog barking".
        template: Sentence put to the model, with {} for the sound.
        at_most: Sounds named per clip, ≥ 1.
        at_least_share: A further sound is named only if it is at least this share as likely as
            the first one, in (0, 1].
        digest: Eight hexadecimal digits of all that.
    """

    sounds: tuple[str, ...]
    template: str
    at_most: int
    at_least_share: float

    @property
    def digest(self) -> str:
        text = repr((self.sounds, self.template, self.at_most, self.at_least_share))
        return hashlib.sha256(text.encode()).hexdigest()[:8]


def vocabulary_file() -> Path:
    """The user's own list if there is one, otherwise the one that comes with the program."""
    own = user_data_folder() / _FILE
    return own if own.is_file() else resources_folder() / _FILE


def read_vocabulary(file: Path | None = None) -> SoundVocabulary:
    """Read a list of sounds.

    Args:
        file: TOML; None = `vocabulary_file`.

    Raises:
        InputError: It cannot be read, or a value is not usable.
    """
    file = file or vocabulary_file()
    hint = f"Mend or remove {file}."
    try:
        data = file.read_bytes()
        if len(data) > _MAX_BYTES:
            raise ValueError("it is too large")
        table = tomllib.loads(data.decode("utf-8"))
    except (OSError, ValueError) as error:  # TOML and UTF-8 errors are ValueErrors
        raise InputError(f"The list of sounds {file} cannot be read: {error}.", hint) from error
    groups = table.get("sounds", {})
    named = [each for group in groups.values() for each in group] if _is_groups(groups) else []
    sounds = tuple(dict.fromkeys(" ".join(each.split()) for each in named if each.strip()))
    template = table.get("template", "This is the sound of {}.")
    at_most, share = table.get("at_most", 3), table.get("at_least_share", 0.3)
    if not 2 <= len(sounds) <= _MAX_SOUNDS:
        raise InputError(f"{file} must name between 2 and {_MAX_SOUNDS} sounds.", hint)
    if not isinstance(template, str) or template.count("{}") != 1:
        raise InputError(f"template in {file} must hold {{}} once.", hint)
    if not isinstance(at_most, int) or not 1 <= at_most <= 10:
        raise InputError(f"at_most in {file} must be a whole number from 1 to 10.", hint)
    if not isinstance(share, int | float) or not 0 < share <= 1:
        raise InputError(f"at_least_share in {file} must be above 0 and at most 1.", hint)
    return SoundVocabulary(sounds, template, at_most, float(share))


def _is_groups(groups: object) -> bool:
    return isinstance(groups, dict) and all(
        isinstance(group, list) and all(isinstance(each, str) for each in group)
        for group in groups.values()
    )
