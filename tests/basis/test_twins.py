"""Right texts of 测算 beside wrong ones that differ in one figure, and texts that compute nothing.

``{12|14}`` in ``twins.tsv`` is a figure and the wrong one of its twin; ``90|95`` an amount.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from basis_line import checked

FOLDER = Path(__file__).parent
FIGURE = re.compile(r"\{([^{}|]*)\|([^{}|]*)\}")


def rows(name: str) -> list[tuple[str, str]]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [
        (text, amount) for line in lines if line[0] != "#" for text, amount in [line.split("\t")]
    ]


def right(text: str) -> str:
    return FIGURE.sub(r"\1", text)


def wrong_twins(text: str, amount: str) -> Iterator[tuple[str, str]]:
    meant, _, other = amount.partition("|")
    for found in FIGURE.finditer(text):
        yield right(text[: found.start()]) + found[2] + right(text[found.end() :]), meant
    if other:
        yield right(text), other


TWINS = rows("twins.tsv")


def severities(text: str, amount: str) -> set[str]:
    return {one.severity for one in checked(text, amount).findings}


def is_undetermined(text: str, amount: str) -> bool:
    told = checked(text, amount).not_asked
    return any(one.reason == "undetermined" for one in told)


@pytest.mark.parametrize(("text", "amount"), TWINS, ids=[text for text, _ in TWINS])
def test_a_right_text_is_computed_and_each_wrong_twin_is_told(text: str, amount: str) -> None:
    meant = amount.partition("|")[0]
    assert severities(right(text), meant) <= {"info"}
    assert not is_undetermined(right(text), meant)
    twins = list(wrong_twins(text, amount))
    assert twins
    for twin in twins:
        assert "error" in severities(*twin), twin


def test_the_twins_are_many_and_none_is_its_own() -> None:
    assert sum(len(list(wrong_twins(*row))) for row in TWINS) >= 300
    assert len({text for text, _ in TWINS}) >= len(TWINS) - 5
    for text, amount in TWINS:
        Decimal(amount.partition("|")[0])
        assert (right(text), amount) not in list(wrong_twins(text, amount))


def test_what_computes_nothing_is_no_error_and_is_told_as_not_computed() -> None:
    silent = rows("silent.tsv")
    assert len(silent) >= 100
    for text, amount in silent:
        assert severities(text, amount) <= {"info"}, text
        assert is_undetermined(text, amount), text
