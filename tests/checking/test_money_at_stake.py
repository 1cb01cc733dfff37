"""The money at stake of a group is money: scores, weights and counts are none."""

from __future__ import annotations

from pathlib import Path

import xlform
from xlform.checking.triage.form_amounts import FormAmounts
from xlform.grid.address import parse_cell
from xlform.template.store import load_templates, templates_folder

SAMPLES = Path(__file__).parents[2] / "samples"


def test_scores_and_weights_are_no_money_at_stake() -> None:
    submission = xlform.read(SAMPLES / "项目支出绩效自评表.xlsx")
    templates = {one.name: one for one in load_templates(templates_folder())}
    amounts = FormAmounts(submission.forms, templates)
    (form,) = submission.forms
    kinds: dict[str, set[bool]] = {"amount": set(), "number": set()}
    for path, cell in form.origins.items():
        table = path.partition("[")[0] if "[" in path else ""
        kind = templates[form.template].kind_of(path.rpartition(".")[2], table)
        if kind in kinds:
            row, column = parse_cell(cell)
            kinds[kind].add(bool(amounts.money_at((form.sheet, (row, column)))))
    assert True in kinds["amount"]
    assert kinds["number"] == {False}
