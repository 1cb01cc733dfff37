"""The sample, and submissions made from it by changing what a test is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

import xlform
from xlform.model import submission as model

SAMPLES = Path(__file__).parents[2] / "samples"
WithFunds = Callable[[Iterable[Decimal | None]], model.Submission]
WithTarget = Callable[[str], model.Submission]


@pytest.fixture(scope="session")
def town() -> model.Submission:
    return xlform.read(SAMPLES / "云田镇.xlsx")


@pytest.fixture(scope="session")
def project() -> model.Submission:
    return xlform.read(SAMPLES / "项目支出绩效目标申报表.xlsx")


@pytest.fixture(scope="session")
def with_funds(town: model.Submission) -> WithFunds:
    """The submission with 专项资金 of these amounts and nothing else."""

    def made(amounts: Iterable[Decimal | None]) -> model.Submission:
        first = town.forms[1].tables["funds"][0]
        rows = tuple({**first, "amount": amount} for amount in amounts)
        form = msgspec.structs.replace(town.forms[1], tables={"funds": rows})
        return msgspec.structs.replace(town, forms=(form,))

    return made


@pytest.fixture(scope="session")
def with_target(town: model.Submission) -> WithTarget:
    """The submission with this 指标值 in its first indicator, nothing else of 附表1."""

    def made(text: str) -> model.Submission:
        row = {
            **town.forms[0].tables["indicators"][0],
            "target": model.Target(text, type="qualitative"),
        }
        form = msgspec.structs.replace(town.forms[0], tables={"indicators": (row,)})
        return msgspec.structs.replace(town, forms=(form,))

    return made
