"""The files that maps travel in: arrays and plain JSON in one .npz, nothing executable."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from smp_core.errors import StorageError
from smp_core.paths import atomic_write_bytes

VERSION = 2


@dataclass(frozen=True)
class WordMark:
    """A word of the prompt; `read` is False if the encoder's limit cut it off."""

    text: str
    read: bool


@dataclass(frozen=True)
class LayerMark:
    """One latent attention.

    Attributes:
        block: Zero-based. beside: What its P-AVeL runs parallel to. place: Before or after the
            convolution.
    """

    block: int
    beside: str
    place: str


@dataclass(frozen=True, eq=False)
class StreamHeat:
    """Heat over one stream's patches.

    Attributes:
        rollout: float32 (blocks, *grid): attention rollout after each block, ≥ 0.
        words: float16 (layers, 2, words, *grid): multiples of even attention by phase, NaN where
            the model has no such attention. The grid is (frames, h, w) or (frequency, time), low
            frequencies first.
    """

    rollout: NDArray[np.float32]
    words: NDArray[np.float16]


@dataclass(frozen=True, eq=False)
class Explanation:
    """What a run's model did with one stretch.

    Attributes:
        run_id: The run. subject_key: See `Subject.key`.
        path, start_s, end_s: The stretch.
        prompt, captioner: What was read with it, and who wrote it.
        words: Of the prompt. layers: First dimension of `StreamHeat.words`.
        probabilities: By class, in the model's order.
        has_video, has_audio: Whether the stretch has them; without, the model saw black or silence.
        sound_s: So much of the spectrogram is sound, the rest is padding.
        spectrogram_s: Length of the spectrogram's time axis.
        frames: uint8 (F, H, W, 3) for people, as far as the model's patches cover them; None for
            a model without picture.
        spectrogram: float32 (M, T), the model's input, low frequencies first, as far as patches
            cover it; None for a model without sound.
        visual, audio: Heat, None where the model has no such stream.
        embedding: float32 (D,), what the model's head sees.
    """

    run_id: str
    subject_key: str
    path: Path
    start_s: float
    end_s: float
    prompt: str
    captioner: str
    words: tuple[WordMark, ...]
    layers: tuple[LayerMark, ...]
    probabilities: Mapping[str, float]
    has_video: bool
    has_audio: bool
    sound_s: float
    spectrogram_s: float
    frames: NDArray[np.uint8] | None
    spectrogram: NDArray[np.float32] | None
    visual: StreamHeat | None
    audio: StreamHeat | None
    embedding: NDArray[np.float32]

    @property
    def n_blocks(self) -> int:
        """Blocks of the model."""
        stream = self.visual or self.audio
        return 0 if stream is None else len(stream.rollout)

    @property
    def answer(self) -> tuple[str, float]:
        """The most probable class and its probability."""
        return max(self.probabilities.items(), key=lambda item: item[1])

    def heat(
        self,
        stream: Literal["visual", "audio"],
        *,
        block: int = -1,
        word: int | None = None,
        layer: int | None = None,
        phase: int = 1,
    ) -> NDArray[np.float32] | None:
        """One map.

        Args:
            stream: Over the frames or the spectrogram.
            block: Rollout after this block; −1 = after the last one.
            word: Instead of the rollout, this word's map.
            layer, phase: Where, for a word: an index into `layers`, None for the mean over all;
                phase 1 (where the word looks) or 2 (what listens to it).

        Returns:
            float32 (*grid), or None if the model has no such attention.
        """
        found: StreamHeat | None = getattr(self, stream)
        if found is None:
            return None
        if word is None:
            return found.rollout[block]
        if not len(found.words) or not 0 <= word < found.words.shape[2]:
            return None
        maps = found.words[:, phase - 1, word].astype(np.float32)  # (layers, *grid)
        chosen: NDArray[np.float32] = maps.mean(axis=0) if layer is None else maps[layer]
        return None if bool(np.isnan(chosen).any()) else chosen


@dataclass(frozen=True, eq=False)
class EmbeddingMap:
    """Clips as points: near are those that a run's model takes for alike.

    Attributes:
        run_id: The run.
        keys: See `Subject.key`. names: File names. classes: Label or answer, by point.
        pca, tsne: float32 (n, 2); t-SNE is None with fewer than five points.
        explained: Share of the variance along the two axes of `pca`, in [0, 1].
        unit: float32 (n, D), embeddings of length 1.
    """

    run_id: str
    keys: tuple[str, ...]
    names: tuple[str, ...]
    classes: tuple[str, ...]
    pca: NDArray[np.float32]
    tsne: NDArray[np.float32] | None
    explained: tuple[float, float]
    unit: NDArray[np.float32]


@dataclass(frozen=True)
class Neighbour:
    """A labelled clip near another; `similarity` is the cosine, 1 = the same direction."""

    key: str
    name: str
    class_name: str
    similarity: float


def nearest(
    points: EmbeddingMap, embedding: NDArray[np.float32], without: str = "", most: int = 6
) -> list[Neighbour]:
    """The labelled clips most like an embedding, the most alike first.

    Args:
        points: Where to look. embedding: float32 (D,) by the same run.
        without: A key that is not to be among them: the clip itself.
        most: At most so many.
    """
    length = float(np.linalg.norm(embedding))
    if not length or embedding.shape != points.unit.shape[1:]:
        return []
    likeness = points.unit @ (embedding / length)
    order = np.argsort(-likeness, kind="stable")
    found = [
        Neighbour(points.keys[i], points.names[i], points.classes[i], float(likeness[i]))
        for i in order
        if points.keys[i].startswith("clip-") and points.keys[i] != without
    ]
    return found[:most]


def write_explanation(path: Path, value: Explanation) -> None:
    """Write one, whole or not at all.

    Raises:
        StorageError, ResourceError: It cannot be written.
    """
    arrays: dict[str, NDArray[Any]] = {"embedding": value.embedding}
    for name, array in (("frames", value.frames), ("spectrogram", value.spectrogram)):
        if array is not None:
            arrays[name] = array
    for name, stream in (("visual", value.visual), ("audio", value.audio)):
        if stream is not None:
            arrays[f"{name}_rollout"], arrays[f"{name}_words"] = stream.rollout, stream.words
    facts = {
        "run_id": value.run_id,
        "subject_key": value.subject_key,
        "path": str(value.path),
        "start_s": value.start_s,
        "end_s": value.end_s,
        "prompt": value.prompt,
        "captioner": value.captioner,
        "words": [asdict(each) for each in value.words],
        "layers": [asdict(each) for each in value.layers],
        "probabilities": dict(value.probabilities),
        "has_video": value.has_video,
        "has_audio": value.has_audio,
        "sound_s": value.sound_s,
        "spectrogram_s": value.spectrogram_s,
    }
    _write(path, arrays, facts)


def read_explanation(path: Path) -> Explanation:
    """The inverse.

    Raises:
        StorageError: It is missing or damaged.
    """
    arrays, facts = _read(path)
    try:
        facts["path"] = Path(facts["path"])
        facts["words"] = tuple(WordMark(**each) for each in facts["words"])
        facts["layers"] = tuple(LayerMark(**each) for each in facts["layers"])
        return Explanation(
            **facts,
            visual=_stream(arrays, "visual"),
            audio=_stream(arrays, "audio"),
            frames=arrays.get("frames"),
            spectrogram=arrays.get("spectrogram"),
            embedding=arrays["embedding"],
        )
    except (KeyError, TypeError) as error:
        raise _damaged(path) from error


def write_embedding_map(path: Path, value: EmbeddingMap) -> None:
    """As `write_explanation`."""
    arrays: dict[str, NDArray[Any]] = {"pca": value.pca, "unit": value.unit}
    if value.tsne is not None:
        arrays["tsne"] = value.tsne
    facts = {name: getattr(value, name) for name in _MAP_FACTS}
    _write(path, arrays, facts)


def read_embedding_map(path: Path) -> EmbeddingMap:
    """As `read_explanation`."""
    arrays, facts = _read(path)
    try:
        lists = {name: tuple(facts[name]) for name in _MAP_FACTS[1:]}
        return EmbeddingMap(
            run_id=facts["run_id"],
            pca=arrays["pca"],
            tsne=arrays.get("tsne"),
            unit=arrays["unit"],
            **lists,
        )
    except (KeyError, TypeError) as error:
        raise _damaged(path) from error


def _stream(arrays: Mapping[str, NDArray[Any]], name: str) -> StreamHeat | None:
    if f"{name}_rollout" not in arrays:
        return None
    return StreamHeat(arrays[f"{name}_rollout"], arrays[f"{name}_words"])


_MAP_FACTS = ("run_id", "keys", "names", "classes", "explained")


def _write(path: Path, arrays: Mapping[str, NDArray[Any]], facts: Mapping[str, Any]) -> None:
    text = json.dumps({"version": VERSION, **facts}, ensure_ascii=False).encode("utf-8", "replace")
    buffer = io.BytesIO()
    np.savez(buffer, facts=np.frombuffer(text, np.uint8), **dict(arrays))  # type: ignore[arg-type]
    atomic_write_bytes(path, buffer.getvalue())


def _read(path: Path) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    try:
        # numpy leaves a damaged file open if it opens it itself.
        with open(path, "rb") as file, np.load(file, allow_pickle=False) as data:
            arrays = {name: data[name] for name in data.files}
        facts = json.loads(arrays.pop("facts").tobytes())
        if facts.pop("version") != VERSION:
            raise ValueError("another version")
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as error:
        raise _damaged(path) from error
    return arrays, facts


def _damaged(path: Path) -> StorageError:
    return StorageError(f"The maps in {path} are missing or damaged.", "Have them made again.")
