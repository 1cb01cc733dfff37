"""A rule with marks has nothing to say where it is not run: on forms that have none of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from xlform.checking.check import Checker
from xlform.checking.rule_plan import plan_of
from xlform.checking.runner import CheckResult, CheckRunner, check
from xlform.grid.model import Grid
from xlform.grid.notation import parse
from xlform.model.submission import Form, Source, Submission
from xlform.model.word_lists import load_words
from xlform.reading.submission import read_grid
from xlform.rules import all_rules
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Rule, RuleOutput
from xlform.rules.line_tests import lines_where
from xlform.rules.quality.indicators import indicators_where
from xlform.submission.read import read_with_grid
from xlform.template.store import load_templates, templates_folder

SAMPLES = Path(__file__).parents[2] / "samples"
RULES = [rule for rule in all_rules() if rule.scope in ("form", "submission")]
MARKED = [rule for rule in RULES if plan_of((rule,)).marks.codes]
TEMPLATES = load_templates(templates_folder())
WORDS = load_words(templates_folder() / "words")
SOURCE = Source("example.xlsx", "xlsx", "0" * 64)


def checked(submission: Submission, grid: Grid | None, rules: list[Rule]) -> CheckResult:
    context = RuleContext({one.name: one for one in TEMPLATES}, grid, None, WORDS)
    return check(submission, context, rules, {})


def of_example(example: str) -> tuple[Submission, Grid]:
    grid = parse(example)
    return read_grid(grid, SOURCE, TEMPLATES), grid


def test_findings_are_the_same_where_every_rule_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    inputs: list[tuple[Submission, Grid | None, list[Rule]]] = [
        (*of_example(example), [rule, *MARKED])
        for rule in RULES
        for example in (rule.bad_example, rule.good_example)
    ]
    paths = [*sorted((SAMPLES / "district").glob("*.xlsx"))[:2], SAMPLES / "云田镇.xlsx"]
    inputs += [(*read_with_grid(path), RULES) for path in paths]
    # A submission that came as JSON has no cells.
    inputs += [(submission, None, MARKED) for submission, _, _ in inputs[-1:]]
    by_marks = [checked(*one) for one in inputs]
    monkeypatch.setattr(CheckRunner, "_concerned", lambda *_: None)
    for one, found in zip(inputs, by_marks, strict=True):
        everywhere = checked(*one)
        assert everywhere.findings == found.findings
        assert everywhere.not_asked == found.not_asked


def test_rules_with_marks_are_not_run_on_most_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[str] = []
    run_rule = CheckRunner._run_rule  # noqa: SLF001  (what is run can be seen nowhere else)

    def counted(self: CheckRunner, rule: Rule, *subject: object) -> None:
        runs.append(rule.code)
        run_rule(self, rule, *subject)  # type: ignore[arg-type]  # as it came

    monkeypatch.setattr(CheckRunner, "_run_rule", counted)
    forms = Checker().check(SAMPLES / "云田镇.xlsx").submission.forms
    codes = {rule.code for rule in MARKED}
    assert 0 < len([code for code in runs if code in codes]) < len(codes) * len(forms) / 2


@pytest.mark.parametrize("kind", ["text_tests", "indicator_tests", "line_tests"])
@pytest.mark.parametrize("is_known", [False, True])
def test_a_test_that_crashes_costs_the_rule_that_puts_it_alone(
    kind: str, *, is_known: bool
) -> None:
    """A test that is known from a form that it did not crash on is put with all others."""
    crashes = not is_known

    class Crashing(Rule):
        code = "T-99"

        @staticmethod
        def crash(*_: object) -> bool:
            if crashes:
                raise RuntimeError("crash")
            return False

        def over_form(self, form: Form, context: RuleContext) -> RuleOutput:
            where[kind](form, context, self.crash)
            yield from ()

    where: dict[str, Callable[..., object]] = {
        "text_tests": lambda form, context, test: context.texts_where(form, test),
        "indicator_tests": indicators_where,
        "line_tests": lines_where,
    }
    setattr(Crashing, kind, (Crashing.crash,))
    path = SAMPLES / "district" / "青禾镇.xlsx"
    example, rule = read_with_grid(path), Crashing()
    context = RuleContext({one.name: one for one in TEMPLATES}, example[1], None, dict(WORDS))
    if is_known:
        where[kind](example[0].forms[0], context, rule.crash)
        context.forget()
        crashes = True
    found = check(example[0], context, [*RULES, rule], {})
    assert found.findings == checked(*example, RULES).findings
    assert {one.code for one in found.not_asked if one.reason == "crashed"} == {"T-99"}
