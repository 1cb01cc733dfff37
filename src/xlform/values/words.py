"""Words by which values are read, kept as data in ``templates/words/values``.

Loaded at the first value that needs them. A district's own templates folder may hold further files
in ``words/values``; their lists go over those that are shipped.
"""

# Annotations are objects here: each one that is a string costs msgspec a compilation.
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

import msgspec

from xlform.model.memoize import alone
from xlform.model.resources import template_folders
from xlform.model.word_lists import WordList, WordsProblem, load_words

_FOLDER = ("words", "values")
# Lists of words that stand for a comparator go by its name: signs-at-least, limits-at-most.
_BY_SIGN = ("signs", "comparators", "limits")
_SIGNS = {"at-least": ">=", "at-most": "<=", "more-than": ">", "less-than": "<", "equal": "="}
Sign = Literal["=", ">=", "<=", ">", "<"]


class Lexicon(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """Word lists by name; the files say what each is for."""

    # targets.toml
    none: frozenset[str]
    fillers: tuple[str, ...]
    plans: tuple[str, ...]
    tails: tuple[str, ...]
    zero_things: tuple[str, ...]
    day_fillers: tuple[str, ...]
    yielding: frozenset[str]
    not_in_labels: tuple[str, ...]
    negations: tuple[str, ...]
    not_negations: tuple[str, ...]
    label_ends_of_change: tuple[str, ...]
    label_ends: tuple[str, ...]
    labels_with_digits: tuple[str, ...]
    not_at_label_ends: tuple[str, ...]
    signs: dict[str, Sign]
    comparators: dict[str, Sign]
    limits: dict[str, Sign]
    # units.toml
    each: tuple[str, ...]
    time: frozenset[str]
    counters: frozenset[str]
    measures: frozenset[str]
    not_in_names: tuple[str, ...]
    numeral_words: frozenset[str]
    same_units: dict[str, str]
    # ticks.toml
    ticks: frozenset[str]
    no_ticks: frozenset[str]
    # amounts.toml
    amount_modifiers: tuple[str, ...]
    currencies: tuple[str, ...]
    money_units: dict[str, str]
    # basis.toml
    estimate_words: tuple[str, ...]
    lead_words: tuple[str, ...]
    total_words: tuple[str, ...]
    figure_labels: tuple[str, ...]
    price_labels: tuple[str, ...]
    number_labels: tuple[str, ...]
    pay_words: tuple[str, ...]
    further_words: tuple[str, ...]
    wage_words: tuple[str, ...]
    quote_words: tuple[str, ...]
    not_each_words: tuple[str, ...]
    claim_words: tuple[str, ...]
    summing_words: tuple[str, ...]
    year_words: tuple[str, ...]
    earlier_words: tuple[str, ...]
    minus_words: tuple[str, ...]
    whole_words: tuple[str, ...]
    share_words: tuple[str, ...]
    money_rates: tuple[str, ...]
    rate_sums: tuple[str, ...]
    payers: tuple[str, ...]
    fee_words: tuple[str, ...]
    not_fee_words: tuple[str, ...]
    payments: tuple[str, ...]
    instalments: tuple[str, ...]
    whole_totals: tuple[str, ...]
    paid_words: tuple[str, ...]
    rest_words: tuple[str, ...]
    place_words: tuple[str, ...]
    changed_to_words: tuple[str, ...]
    spent_words: tuple[str, ...]
    restating_words: frozenset[str]
    rise_words: tuple[str, ...]
    fall_words: tuple[str, ...]
    arranging_words: tuple[str, ...]
    limits_before: tuple[str, ...]
    limits_behind: tuple[str, ...]
    including_words: tuple[str, ...]
    announcing_words: tuple[str, ...]
    listing_words: tuple[str, ...]
    including_in_brackets: tuple[str, ...]
    instalment_words: tuple[str, ...]
    not_restating: tuple[str, ...]
    calendar: frozenset[str]
    expense_words: tuple[str, ...]
    name_tails: tuple[str, ...]
    name_heads: tuple[str, ...]
    cost_levels: frozenset[str]
    count_levels: frozenset[str]
    one_thing: dict[str, str]


@lru_cache(maxsize=1)
@alone
def lexicon() -> Lexicon:
    """Return the words in force.

    Raises :class:`~xlform.model.word_lists.WordsProblem` for a file that can't be read, a list
    that is missing and one that is unknown.
    """
    folders = tuple(folder.joinpath(*_FOLDER) for folder in template_folders())
    return as_lexicon(load_words(folders, texts=True), str(folders[0]))


def as_lexicon(lists: Mapping[str, WordList], folder: str) -> Lexicon:
    """Return word lists as one record; ``folder`` names their place where a list is faulty."""
    written: dict[str, object] = {name: {} for name in _BY_SIGN}
    for name, words in lists.items():
        table, _, meant = name.partition("-")
        if table in _BY_SIGN and meant in _SIGNS:
            written[table] = written[table] | dict.fromkeys(words, _SIGNS[meant])  # type: ignore[operator]
        else:
            written[name] = dict(words) if any(words.values()) else list(words)
    try:
        return msgspec.convert(written, Lexicon)
    except msgspec.ValidationError as fault:
        raise WordsProblem("words", path=folder, fault=fault) from fault
