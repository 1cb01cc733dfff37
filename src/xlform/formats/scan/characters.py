"""Recognition of lines of text: the characters of each, their probabilities and alternatives.

The model is the one inside the wheel of rapidocr (PP-OCRv6, recognition), run by onnxruntime.
Cells are recognised as they are, in batches of like width, without detection or direction: the
ruled lines already tell where text is, and a classifier of direction turns short cells upside down.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from xlform.formats.scan.content import Character
from xlform.formats.scan.images import Image

_MODEL = Path("models") / "PP-OCRv6_rec_small.onnx"
# Height of the model's input; its output has a step for each eight columns.
_HEIGHT, _STEP = 48, 8
_WIDTH_AT_LEAST, _WIDTH_AT_MOST = 16, 3_200
# Lines and columns of a batch at most.
_LINES, _COLUMNS = 4, 1_600
_OTHERS, _POSSIBLE = 5, 0.0005
# A character that official texts do not have, such as 門, is taken only where the likeliest of
# theirs is less likely than this part.
_USUAL = 0.15
_MORE_SIGNS = frozenset("²³•☑☐√×㎡㎥")
# Pictures whose characters are kept.
_KNOWN_AT_MOST = 2_000

Scores = npt.NDArray[np.float32]


class Recogniser:
    """Recogniser of lines of text; the model is loaded with the first line."""

    def __init__(self) -> None:
        self._known: dict[bytes, tuple[Character, ...]] = {}

    def read(self, lines: Sequence[Image]) -> list[tuple[Character, ...]]:
        """Return the characters of each line, which is given in grey, in the same order.

        Equal pictures are recognised once.
        """
        if len(self._known) > _KNOWN_AT_MOST:
            self._known.clear()
        keys = [_digest(line) for line in lines]
        pictures = dict(zip(keys, lines, strict=True))
        new = [key for key in pictures if key not in self._known]
        self._known |= zip(new, self._recognised([pictures[key] for key in new]), strict=True)
        return [self._known[key] for key in keys]

    def _recognised(self, lines: Sequence[Image]) -> list[tuple[Character, ...]]:
        inputs = [_fitted(line) for line in lines]
        found: list[tuple[Character, ...]] = [()] * len(lines)
        for batch in _batches(inputs):
            width = max(inputs[number].shape[1] for number in batch)
            block = np.zeros((len(batch), 3, _HEIGHT, width), np.float32)
            for place, number in enumerate(batch):
                line = inputs[number]
                block[place, :, :, : line.shape[1]] = line.astype(np.float32) / 127.5 - 1
            scores: Scores = self._session.run(None, {"x": block})[0]
            for place, number in enumerate(batch):
                part = inputs[number].shape[1] / width
                found[number] = self._decoded(scores[place], part)
        return found

    @cached_property
    def _session(self) -> Any:  # noqa: ANN401  (onnxruntime has no types)
        import onnxruntime  # noqa: PLC0415  (of the extra)

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        return onnxruntime.InferenceSession(
            str(_model_path()), options, providers=["CPUExecutionProvider"]
        )

    @cached_property
    def _alphabet(self) -> list[str]:
        """Characters by their number in the output; 0 is none, the last a space."""
        known = self._session.get_modelmeta().custom_metadata_map["character"]
        return ["", *known.removesuffix("\n").split("\n"), " "]

    def _decoded(self, scores: Scores, part: float) -> tuple[Character, ...]:
        """Return the characters of a line: each is the best step of its run (CTC).

        ``part`` is the part of the steps that the line takes in its batch.
        """
        best = scores.argmax(axis=1)
        steps = max(1.0, len(best) * part)
        characters = []
        for start, end in _runs(best):
            if best[start]:
                step = start + int(scores[start:end, best[start]].argmax())
                place = min(1.0, (step + 0.5) / steps)
                characters.append(self._character(scores[step], int(best[start]), place))
        return tuple(characters)

    def _character(self, step: Scores, best: int, place: float) -> Character:
        likely = np.argpartition(step, -_OTHERS)[-_OTHERS:]
        others = sorted(
            (
                (self._alphabet[number], float(step[number]))
                for number in likely
                if number != best and step[number] > _POSSIBLE
            ),
            key=lambda item: -item[1],
        )
        own = (self._alphabet[best], float(step[best]))
        simple = next((other for other in others if other[0] and _is_usual(other[0])), None)
        if simple and not _is_usual(own[0]) and simple[1] >= _USUAL * own[1]:
            others = [own, *(other for other in others if other != simple)]
            own = simple
        return Character(*own, place, tuple(others))


@lru_cache(maxsize=4096)
def _is_usual(text: str) -> bool:
    """Return whether a character is one of the simplified script, or a sign that forms have."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return text in _MORE_SIGNS
    return True


def _digest(line: Image) -> bytes:
    shape = b"%d,%d," % line.shape
    return hashlib.blake2b(shape + line.tobytes(), digest_size=16).digest()


def _runs(best: npt.NDArray[np.intp]) -> Iterator[tuple[int, int]]:
    cuts = [0, *(np.flatnonzero(np.diff(best)) + 1).tolist(), len(best)]
    return pairwise(cuts)


def _fitted(line: Image) -> Image:
    """Return a line at the height of the model's input."""
    height, width = line.shape
    wanted = min(_WIDTH_AT_MOST, max(_WIDTH_AT_LEAST, round(width * _HEIGHT / height)))
    way = cv2.INTER_AREA if height > _HEIGHT else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(line, (wanted, _HEIGHT), interpolation=way), np.uint8)


def _batches(lines: Sequence[Image]) -> Iterator[list[int]]:
    """Yield the numbers of lines in batches of like width."""
    batch: list[int] = []
    for number in sorted(range(len(lines)), key=lambda number: lines[number].shape[1]):
        width = lines[number].shape[1]
        if batch and (len(batch) >= _LINES or (len(batch) + 1) * width > _COLUMNS):
            yield batch
            batch = []
        batch.append(number)
    if batch:
        yield batch


def _model_path() -> Path:
    """Return the model of the installed rapidocr, without importing it."""
    found = find_spec("rapidocr")
    if found is None or not found.origin:
        raise FileNotFoundError(_MODEL)
    return Path(found.origin).parent / _MODEL
