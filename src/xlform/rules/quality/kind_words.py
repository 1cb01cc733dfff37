"""Words that tell kinds of indicators apart, kept as data in ``templates/words/kinds``.

Loaded at the first indicator. A district's own templates folder may hold further files in
``words/kinds``; their lists go over those that are shipped.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import msgspec

from xlform.model.resources import template_folders
from xlform.model.word_lists import WordsProblem, load_words

_FOLDER = ("words", "kinds")


class KindWords(msgspec.Struct, frozen=True, kw_only=True):
    """Word lists by name; the file says what each is for."""

    satisfaction_ends: tuple[str, ...]
    handled_words: tuple[str, ...]
    opinion_words: tuple[str, ...]
    rate_ends: tuple[str, ...]
    not_percent: tuple[str, ...]
    per_words: tuple[str, ...]
    quality_stems: tuple[str, ...]
    acceptance_words: tuple[str, ...]
    timely_stems: tuple[str, ...]
    awareness_stems: tuple[str, ...]
    coverage_stems: tuple[str, ...]
    good_stems: tuple[str, ...]
    harm_stems: tuple[str, ...]
    controlled_words: tuple[str, ...]
    lowering_openings: tuple[str, ...]
    mean_words: tuple[str, ...]
    channel_stems: tuple[str, ...]
    rise_stems: tuple[str, ...]
    fall_stems: tuple[str, ...]
    not_better_when_rising: tuple[str, ...]
    negation_marks: tuple[str, ...]
    time_ends: tuple[str, ...]
    completion_words: tuple[str, ...]
    response_words: tuple[str, ...]
    duration_words: tuple[str, ...]
    earlier_words: tuple[str, ...]
    duration_ends: tuple[str, ...]
    cost_ends: tuple[str, ...]
    price_ends: tuple[str, ...]
    standard_ends: tuple[str, ...]
    money_ends: tuple[str, ...]
    price_words: tuple[str, ...]
    floor_words: tuple[str, ...]
    whole_words: tuple[str, ...]
    gain_words: tuple[str, ...]
    burden_words: tuple[str, ...]
    public_words: tuple[str, ...]
    spending_words: tuple[str, ...]
    earning_words: tuple[str, ...]
    harm_nouns: tuple[str, ...]
    harm_count_ends: tuple[str, ...]
    harm_not: tuple[str, ...]
    people_ends: tuple[str, ...]
    area_ends: tuple[str, ...]
    length_ends: tuple[str, ...]
    count_ends: tuple[str, ...]
    thing_ends: tuple[str, ...]
    not_count_ends: tuple[str, ...]
    quality_words: tuple[str, ...]
    doing_words: tuple[str, ...]
    capped_words: tuple[str, ...]
    frequency_words: tuple[str, ...]
    people_units: tuple[str, ...]
    area_units: tuple[str, ...]
    length_units: tuple[str, ...]
    too_long: tuple[str, ...]
    ratio_ends: tuple[str, ...]
    unitless_ends: tuple[str, ...]
    barred: dict[str, str]


@lru_cache(maxsize=1)
def kind_words() -> KindWords:
    """Return the words in force.

    Raises :class:`~xlform.model.word_lists.WordsProblem` for a file that can't be read, a list
    that is missing and one that is unknown.
    """
    folders = tuple(folder.joinpath(*_FOLDER) for folder in template_folders())
    lists = load_words(folders)
    written: dict[str, Any] = {
        name.replace("-", "_"): dict(words) if any(words.values()) else tuple(words)
        for name, words in lists.items()
    }
    try:
        return KindWords(**written)
    except TypeError as fault:
        raise WordsProblem("words", path=str(folders[0]), fault=fault) from fault
