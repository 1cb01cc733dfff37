"""Confidence of a recognised text, and the other texts that it may be."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import prod
from unicodedata import decomposition, normalize

from xlform.formats.scan.content import Box, Character, TextLine
from xlform.grid.model import Recognition

# Places in a text at which others are weighed, those of each, and texts kept.
_PLACES, _OTHERS_EACH, _TEXTS = 3, 3, 12
# Signs that make another figure of it.
_SIGNS = frozenset(".,%‰≥≤><＞＜=±-+*×/万亿千百m°℃")
# Those of an amount.
_IN_FIGURES = frozenset(".,%‰≥≤><=±-+ ")
# A character is weighed from this probability of another on.
_POSSIBLE = 0.002
# Confidence at most in a figure that two readings differ on.
_READ_TWICE_DIFFERENTLY = 0.5
# The same where something is written that no character explains.
_NOT_WHOLE = 0.4


def recognition(lines: Sequence[TextLine], text: str, page: int, box: Box) -> Recognition:
    """Return how a text was recognised: page, box, confidence, and other texts, likeliest first."""
    characters = [character for line in lines for character in line.characters]
    confidence = min(map(probability, characters), default=1.0)
    figures = (one for one in characters if one.text.isdecimal() or one.text in _SIGNS)
    in_figures = min(map(probability, figures), default=1.0)
    if not all(line.is_whole for line in lines):
        confidence = in_figures = min(confidence, _NOT_WHOLE)
    if sum(map(_is_figure, lines)) > 1:  # of two cells whose line was lost, perhaps
        confidence = in_figures = min(confidence, _NOT_WHOLE)
    others: dict[str, None] = {}
    if len(lines) == 1:
        second = lines[0].second
        if second is not None and _folded(second) != _folded(text):
            confidence = min(confidence, _READ_TWICE_DIFFERENTLY)
            in_figures = confidence
            others[second] = None
        others |= dict.fromkeys(_other_texts(characters))
    edges = (box.left, box.top, box.right, box.bottom)
    different = tuple(other for other in others if _folded(other) != _folded(text))[:_TEXTS]
    return Recognition(page, edges, round(confidence, 4), different, round(in_figures, 4))


def _is_figure(line: TextLine) -> bool:
    """Return whether a line is a figure and nothing else."""
    text = line.text
    return any(map(str.isdecimal, text)) and all(
        one.isdecimal() or one in _IN_FIGURES for one in text
    )


def probability(character: Character) -> float:
    """Return the probability of a character, whatever its width: （ is as good as (, but ⁴ no 4."""
    own = normalize("NFKC", character.text)
    alike = (
        chance
        for other, chance in character.others
        if normalize("NFKC", other) == own and not _is_raised(other)
    )
    return min(1.0, character.probability + sum(alike))


def _is_raised(text: str) -> bool:
    return len(text) == 1 and decomposition(text).startswith("<super>")


def _folded(text: str) -> str:
    return "".join(normalize("NFKC", text).split())


def _other_texts(characters: Sequence[Character]) -> tuple[str, ...]:
    doubtful = sorted(
        (place for place, one in enumerate(characters) if _choices(one)),
        key=lambda place: characters[place].probability,
    )[:_PLACES]
    options = [
        [(characters[place].text, characters[place].probability), *_choices(characters[place])]
        for place in doubtful
    ]
    texts = []
    for choice in product(*options):
        replaced = dict(zip(doubtful, (text for text, _ in choice), strict=True))
        text = "".join(replaced.get(place, one.text) for place, one in enumerate(characters))
        texts.append((prod(chance for _, chance in choice), text))
    own = "".join(one.text for one in characters)
    ranked = dict.fromkeys(text for _, text in sorted(texts, reverse=True) if text != own)
    return tuple(ranked)[:_TEXTS]


def _choices(character: Character) -> list[tuple[str, float]]:
    return [other for other in character.others if other[1] >= _POSSIBLE][:_OTHERS_EACH]
