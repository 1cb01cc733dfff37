"""Which rules explain findings of which others, how the two are linked, and why.

A finding follows from another if both are linked by their cells or figures and the table below
lets the one explain the other. Codes are exact (``C-08``) or a whole family (``A-``).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, Literal

import msgspec

# ``cell``: the cause is at the effect's cell, or at one it was computed from, formulas included.
# ``read``: as ``cell``, but not at the effect's own cell.
# ``operand``: the effect is at a cell the cause was computed from; ``shared``: both read a cell.
# ``word``: at one cell, and the effect quotes what the cause found there.
# ``lost``: the cause is a whole form, the effect a formula that refers to a sheet that is gone.
# ``row``, ``sheet``: both on one row or sheet; ``file``: anywhere.
# ``name``: both quote the same name, or are about one amount and fund, or are at one cell.
# ``difference``: both compare a cell they share, and differ by the same amount.
# ``counted``: the effect is off by an amount of the cause's form, which was counted twice.
# ``offset``: the same comparison twice, off by opposite amounts: two figures changed places.
Link = Literal[
    "cell",
    "read",
    "operand",
    "shared",
    "word",
    "counted",
    "lost",
    "row",
    "sheet",
    "file",
    "name",
    "difference",
    "offset",
]


class Explanation(msgspec.Struct, frozen=True, eq=False):
    """Rules whose findings explain those of others by one kind of link, with the reason."""

    causes: tuple[str, ...]
    effects: tuple[str, ...]
    link: Link
    reason: str


_COMPARISONS: Final = (
    "A-01", "A-02", "A-03", "A-04", "A-05", "A-06", "A-10", "A-11", "A-12", "A-20", "A-21",
    "D-01", "D-05", "X-01", "X-02",
)  # fmt: skip
_BASIS: Final = ("A-07", "A-08", "A-09")
_ANY: Final = ("A-", "B-", "C-", "D-", "F-", "G-", "Q-", "T-", "X-")
_FORMULA_ERRORS: Final = ("G-05", "G-06", "G-07", "G-08", "G-09")
_WRONG_FORMULAS: Final = ("G-02", "G-03", "G-04", "G-10", "G-12")
_WRONG_RESULTS: Final = ("G-01", "G-13", "G-14")
_UNREADABLE: Final = ("F-02", "F-04", "F-05", "F-13", "F-15", "F-16", "F-17", "F-20")
_AMOUNTS: Final = ("A-", "D-01", "D-05", "F-06", "G-", "X-01", "X-02", "X-13")

# Earlier lines go first; among them those that say most plainly what to correct.
EXPLANATIONS: Final[tuple[Explanation, ...]] = (
    Explanation(
        ("A-27",), (*_AMOUNTS, "A-15", "B-03", "F-01", "X-18"), "file",
        "in 元 under 万元, all amounts are 10,000 times off what texts and other forms say",
    ),
    Explanation(
        ("A-15",), (*_BASIS, *_COMPARISONS, "A-14", "F-01", "G-01", "G-12", "X-13"), "sheet",
        "the amounts of a form in another unit agree with nothing else on it",
    ),
    Explanation(
        ("A-15",), ("A-03", "A-06", "G-01", "G-12", "X-01", "X-02"), "shared",
        "an amount 10,000 times off breaks the sums it is part of",
    ),
    Explanation(
        ("C-08",), _ANY, "cell",
        "a placeholder has no content that could be right",
    ),
    Explanation(
        ("C-02", "C-07", "C-10", "C-13"), ("A-", "C-01", "C-06", "F-05", "Q-", "X-"), "cell",
        "what is not filled in agrees with nothing and can't be measured",
    ),
    Explanation(
        ("C-02", "C-07", "C-10", "C-13"), ("C-01", "X-03"), "name",
        "a fund without a name finds neither its forms nor its tasks",
    ),
    Explanation(
        ("C-07", "C-10"), ("X-15", "X-16", "X-19"), "sheet",
        "a row without its name covers nothing",
    ),
    Explanation(
        ("C-07",), ("C-06",), "sheet",
        "an indicator without a name does not count as one",
    ),
    Explanation(
        ("T-15",), ("Q-", "T-", "X-04"), "cell",
        "lost characters leave neither a value nor a text to compare",
    ),
    Explanation(
        ("C-01",), ("F-06", "F-07", "G-07"), "lost",
        "formulas that read a form fail without it",
    ),
    Explanation(
        _FORMULA_ERRORS, ("F-05", "F-06", "F-07", *_AMOUNTS), "cell",
        "a formula that fails hands its failure to all that read it",
    ),
    Explanation(
        ("F-07", "G-07"), ("F-06", "F-07", "G-07"), "read",
        "an error value is handed on by every formula that reads it",
    ),
    Explanation(
        _UNREADABLE, _AMOUNTS, "cell",
        "an amount that is no number is left out of the sums it belongs to",
    ),
    Explanation(
        ("Q-01",), ("Q-",), "cell",
        "a target that can't be read meets none of what is asked of it",
    ),
    Explanation(
        ("F-03",), ("Q-", "A-13", "X-13", "X-14"), "cell",
        "two values in one cell are neither of both",
    ),
    Explanation(
        _WRONG_FORMULAS, (*_COMPARISONS, *_WRONG_RESULTS, "A-08", "A-14", "G-11"), "cell",
        "the result of a wrong formula differs from what it is compared with",
    ),
    Explanation(
        _WRONG_RESULTS, (*_COMPARISONS, "A-14", "G-11"), "cell",
        "a total typed over no longer follows its parts",
    ),
    Explanation(
        ("G-11",), ("G-11",), "read",
        "an outdated result is read by the formulas after it",
    ),
    Explanation(
        ("G-11",), _COMPARISONS, "cell",
        "an outdated result differs from its parts",
    ),
    Explanation(
        ("T-01", "T-05"), ("C-01", "Q-01", "Q-03", "X-03", "X-08", "X-11"), "word",
        "a name with a slip in it is another name; a sign of another script is no sign",
    ),
    Explanation(
        ("C-01",), ("X-03", "A-06", "C-12", "D-01", "D-02", "X-01", "X-02"), "name",
        "a fund called otherwise in one form is missing in the other",
    ),
    Explanation(
        ("X-09",), ("B-04", "D-08", "T-16", "X-10"), "cell",
        "in a wrong year no date fits",
    ),
    Explanation(
        ("X-09",), ("X-10",), "sheet",
        "the deadlines of a form are compared with its period",
    ),
    Explanation(
        ("D-07", "X-08"), ("B-07", "X-20"), "cell",
        "a name of another unit is told by several rules",
    ),
    Explanation(
        _BASIS, ("A-08", "X-13", "X-14", *_COMPARISONS), "cell",
        "a calculation that is wrong agrees neither with its amount nor with the indicators",
    ),
    Explanation(
        _BASIS, ("X-15",), "row",
        "a line with a wrong amount looks larger among those without an indicator",
    ),
    Explanation(
        _BASIS, ("X-13", "X-14"), "shared",
        "the amount and the indicator are both compared with one calculation",
    ),
    Explanation(
        ("A-08", "X-02"), ("A-03", "G-01"), "cell",
        "an amount that is wrong breaks the total it is part of",
    ),
    Explanation(
        _BASIS, _COMPARISONS, "difference",
        "the amount of one line is part of all totals above it",
    ),
    Explanation(
        ("Q-13",), ("A-06", "X-02"), "counted",
        "a form handed in twice is counted twice",
    ),
    Explanation(
        _COMPARISONS, (*_COMPARISONS, "G-01"), "difference",
        "one wrong amount breaks every comparison it is part of, by the same difference",
    ),
    Explanation(
        _COMPARISONS, _COMPARISONS, "offset",
        "two amounts that changed places are off by the same amount, one above and one below",
    ),
    Explanation(
        (*_BASIS, *_COMPARISONS, "X-13", "X-14"), ("A-14",), "cell",
        "an amount that is wrong often has an impossible sign or too many digits as well",
    ),
    Explanation(
        (*_BASIS, *_COMPARISONS, *_WRONG_RESULTS), ("A-14",), "operand",
        "one of the amounts compared has an impossible sign or too many digits",
    ),
    Explanation(
        ("A-14",), ("A-14",), "read",
        "digits that a form does not print are handed on by the sums",
    ),
    Explanation(
        ("X-21",), ("X-22",), "shared",
        "one wrong number of an indicator differs from the goal and from the other form",
    ),
    Explanation(
        ("Q-08",), ("A-13", "Q-02", "Q-10", "Q-11", "Q-19", "Q-20", "X-11"), "row",
        "an indicator under the wrong level can't meet what that level asks of its target",
    ),
    Explanation(
        ("Q-08", "Q-19"), ("A-11",), "sheet",
        "a cost among other indicators, or in no money, is missing among the costs",
    ),
    Explanation(
        ("Q-19",), ("A-13", "Q-20", "X-11"), "row",
        "a target in the wrong unit can't be compared",
    ),
    Explanation(
        ("Q-07",), ("Q-03",), "row",
        "a name and a target in each other’s place",
    ),
    Explanation(
        ("Q-20",), ("Q-10", "X-14"), "row",
        "a target that anything meets, or turned round, is compared in vain",
    ),
    Explanation(
        ("Q-13",), ("X-14",), "row",
        "the second of two equal indicators has a count of its own",
    ),
    Explanation(
        ("Q-05", "Q-06", "Q-03"), ("Q-04",), "sheet",
        "too many targets are words because these are",
    ),
    Explanation(
        ("Q-14",), ("D-03",), "cell",
        "an empty phrase reads like a result",
    ),
    Explanation(
        ("T-02",), ("D-03",), "word",
        "a word written twice looks like a word for what is done",
    ),
)  # fmt: skip


# Hints that explain errors; any other hint is right as it is.
EXPLAINING_HINTS: Final = frozenset({"F-04"})


def covers(codes: tuple[str, ...], code: str) -> bool:
    """Return True if a code is among these or of one of these families."""
    return code in codes or f"{code[:1]}-" in codes


@lru_cache(maxsize=512)
def explanations_of(code: str) -> tuple[Explanation, ...]:
    """Return the explanations for findings of a rule."""
    return tuple(one for one in EXPLANATIONS if covers(one.effects, code))


@lru_cache(maxsize=256)
def explanations_among(codes: frozenset[str]) -> dict[str, tuple[Explanation, ...]]:
    """Return the explanations for findings of rules by other findings of these rules.

    By the code of an effect; codes that nothing explains are left out. An explanation names the
    causes that are among the codes.
    """
    found: dict[str, tuple[Explanation, ...]] = {}
    narrowed: dict[Explanation, Explanation | None] = {}
    for code in codes:
        for one in explanations_of(code):
            if one not in narrowed:
                causes = tuple([cause for cause in one.causes if cause in codes])
                narrowed[one] = (
                    Explanation(causes, one.effects, one.link, one.reason) if causes else None
                )
        explanations = tuple(filter(None, map(narrowed.get, explanations_of(code))))
        if explanations:
            found[code] = explanations
    return found
