"""Mistakes of clerks and engineers in declarations: each is told with line, key and remedy."""

from __future__ import annotations

import json
import re
import runpy
import shutil
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest
from command import run
from outside_form import LIST, PLAN, SET, write_outside_set

from xlform.checking.template_check import check_templates
from xlform.errors import DeclarationProblem, XlformError
from xlform.submission.read import read
from xlform.template.declaration_file import LocatedFault
from xlform.template.store import load_templates, template_folders, templates_folder

TABLE = (Path(__file__).parent / "mistakes.tsv").read_text(encoding="utf-8")


class Mistake(NamedTuple):
    """A mistake: text before and after, start of the line told, its key, words of the sentence.

    A template with one that ``loads`` is refused by no command; the blank or the rules show it.
    """

    file: str
    outcome: str
    name: str
    before: str
    after: str
    start: str
    key: str
    words: list[str]


def mistakes() -> list[Mistake]:
    """Return the table; in it a line break is written ``\\n``, and bars are between the words."""
    rows = (line.split("\t") for line in TABLE.splitlines() if not line.startswith("#"))
    texts = ([part.replace("\\n", "\n").replace("\\\\", "\\") for part in row] for row in rows)
    return [
        Mistake(file, outcome, name, before, after, start, key, words.split("|"))
        for file, outcome, name, before, after, start, key, words in texts
    ]


def faults_of(folder: Path) -> list[LocatedFault]:
    return list(check_templates(folder).faults)


def changed(folder: Path, name: str, old: str, new: str) -> tuple[Path, str]:
    """Return a declaration of the set with one mistake in it, and its text."""
    path = write_outside_set(folder) / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return path, text


def test_the_outside_forms_have_no_fault(tmp_path: Path) -> None:
    write_outside_set(tmp_path)
    assert [str(one.fault) for one in faults_of(tmp_path)] == []
    assert len(load_templates(tmp_path)) == 2


def test_the_shipped_templates_have_no_fault() -> None:
    found = check_templates(templates_folder())
    assert [(one.path.parts[-3:], one.line, str(one.fault)) for one in found.faults] == []
    assert found.count == len(load_templates(templates_folder()))


@pytest.mark.parametrize("mistake", mistakes(), ids=lambda mistake: mistake.name)
def test_a_mistake_is_told_with_its_line_key_and_remedy(tmp_path: Path, mistake: Mistake) -> None:
    path, text = changed(tmp_path, mistake.file, mistake.before, mistake.after)
    lines = enumerate(text.splitlines(), 1)
    line = next(number for number, one in lines if one.startswith(mistake.start))
    found = faults_of(tmp_path)
    told = [one for one in found if all(word in str(one.fault) for word in mistake.words)]
    assert [(one.path, one.line, one.key) for one in told] == [(path, line, mistake.key)], [
        (one.line, one.key, str(one.fault)) for one in found
    ]
    if mistake.outcome == "loads":
        load_templates(template_folders(tmp_path))
        return
    with pytest.raises(DeclarationProblem) as problem:
        load_templates(template_folders(tmp_path))
    assert f"第 {line} 行" in str(problem.value)
    assert str(told[0].fault) in str(problem.value)


def test_every_fault_is_told_not_only_the_first(tmp_path: Path) -> None:
    path = write_outside_set(tmp_path) / "plan" / "form.toml"
    text = PLAN.replace('content  = { label = "建设内容" }', 'content  = { lable = "建设内容" }')
    text = text.replace('kind = "tick" }\nopen', 'kind = "tik" }\nopen')
    text = text.replace("least = 3", "least = 9")
    text = text.replace("fiscal + raised", "fiscl + raised")
    text = text.replace('label = "建设单位"', 'label = "承建方"')
    path.write_text(text, encoding="utf-8")
    assert {one.fault.code for one in faults_of(tmp_path) if one.fault.severity == "error"} == {
        "unknown-key", "choice", "least", "relation-field", "label-not-printed",
    }  # fmt: skip


def test_what_is_taken_over_is_told_where_it_is_written(tmp_path: Path) -> None:
    folder = write_outside_set(tmp_path)
    (folder / "next").mkdir()
    text = 'extends = "own-2024/plan"\n[field]\ncontnt = false\n'
    (folder / "next" / "form.toml").write_text(text, encoding="utf-8")
    (one,) = [one for one in faults_of(folder / "next") if one.fault.severity == "error"]
    assert (one.line, one.key, one.fault.nearest) == (3, "field.contnt", "content")
    (folder / "next" / "form.toml").write_text('extends = "own-2024/plan"\n', encoding="utf-8")
    base = folder / "plan" / "form.toml"
    base.write_text(PLAN.replace("least = 3", "least = 9"), encoding="utf-8")
    (found,) = [one for one in faults_of(folder / "next") if one.fault.code == "least"]
    assert (found.path, found.line) == (base, PLAN[: PLAN.index("least")].count("\n") + 1)


def test_templates_that_claim_each_others_forms_are_told(tmp_path: Path) -> None:
    folder = write_outside_set(tmp_path)
    (folder / "twin").mkdir()
    twin = LIST.replace("works-list", "works-twin").replace("汇总表", "一览表")
    (folder / "twin" / "form.toml").write_text(twin, encoding="utf-8")
    (folder / "twin" / "blank.xlsx").write_bytes((folder / "list" / "blank.xlsx").read_bytes())
    found = {(one.path.parent.name, one.fault.code): str(one.fault) for one in faults_of(tmp_path)}
    assert "own-2024/list" in found["twin", "claimed"]
    # Another kind that the blank's labels mean as well, but its title does not.
    (folder / "twin" / "form.toml").write_text(twin.replace("投资额", "工程"), encoding="utf-8")
    assert "both-claim" in {one.fault.code for one in faults_of(tmp_path)}
    (folder / "twin" / "form.toml").write_text(
        LIST.replace('label = "汇总单位"', 'label = "单位名称"'), encoding="utf-8"
    )
    codes = {(one.path.parent.name, one.fault.code) for one in faults_of(tmp_path)}
    assert ("twin", "kind-twice") in codes
    (folder / "twin" / "form.toml").write_text(
        LIST.replace("works-list", "fund-sumary"), encoding="utf-8"
    )
    near = [one for one in faults_of(tmp_path) if one.fault.code == "kind-near"]
    assert ["fund-summary" in str(one.fault) for one in near] == [True]


def test_files_that_are_never_read_are_told(tmp_path: Path) -> None:
    folder = write_outside_set(tmp_path)
    for name in ("plan/Form.toml.bak", "list/sub/form.toml", "sets.toml", "words/own.toml"):
        path = folder / name if not name.startswith("words") else tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("typos = 3\n" if "words" in name else LIST, encoding="utf-8")
    (folder / "empty").mkdir()
    (folder / "empty" / "blank.xlsx").write_bytes((folder / "list" / "blank.xlsx").read_bytes())
    told = {
        (one.path.relative_to(tmp_path).as_posix(), one.fault.code) for one in faults_of(tmp_path)
    }
    assert told == {
        ("own-2024/plan/Form.toml.bak", "misplaced"), ("own-2024/list/sub/form.toml", "misplaced"),
        ("own-2024/sets.toml", "misplaced"), ("own-2024/empty", "no-declaration"),
        ("words", "words"),
    }  # fmt: skip


def test_a_file_that_is_not_utf8_and_a_blank_that_is_none(tmp_path: Path) -> None:
    folder = write_outside_set(tmp_path)
    (folder / "plan" / "form.toml").write_bytes(PLAN.encode("gb18030"))
    (folder / "list" / "blank.xlsx").write_bytes(b"PK\x03\x04" + bytes(64))
    told = {one.fault.code: one for one in faults_of(folder)}
    assert "UTF-8" in str(told["toml-encoding"].fault)
    assert told["toml-encoding"].line == 2
    assert "blank-unreadable" in told
    with pytest.raises(DeclarationProblem, match="UTF-8"):
        load_templates(tmp_path)


def test_the_money_unit_of_the_blank_counts(tmp_path: Path) -> None:
    path = write_outside_set(tmp_path) / "list" / "blank.xlsx"
    book = openpyxl.load_workbook(path)
    assert book.active
    book.active["C1"], book.active["C3"] = "单位：元", "投资额"
    book.save(path)
    (fault,) = faults_of(tmp_path)
    assert (fault.fault.code, fault.fault.cell) == ("unit-printed", "C1")
    form = path.with_name("form.toml")
    form.write_text(f'money = "元"\n{LIST}', encoding="utf-8")
    assert [one.fault.code for one in faults_of(tmp_path)] == ["unit-undeclared"]
    unit = 'money_unit = { label = "单位", kind = "money-unit", look = ["inside"] }'
    form.write_text(LIST.replace("[field]", f"[field]\n{unit}"), encoding="utf-8")
    assert faults_of(tmp_path) == []


def test_the_money_unit_of_a_section_counts(tmp_path: Path) -> None:
    path = write_outside_set(tmp_path) / "plan" / "blank.xlsx"
    book = openpyxl.load_workbook(path)
    assert book.active
    book.active["A4"], book.active["B5"] = "工程资金（万元）", "自筹资金"
    book.save(path)
    assert faults_of(tmp_path) == []
    raised = 'label = "自筹资金", under = "工程资金", kind = "{}"'
    text = PLAN.replace(raised.format("amount"), raised.format("percent"))
    assert text != PLAN
    path.with_name("form.toml").write_text(text, encoding="utf-8")
    assert "section-unit" in {one.fault.code for one in faults_of(tmp_path)}


def test_kinds_that_no_rule_can_use_are_told(tmp_path: Path) -> None:
    path = write_outside_set(tmp_path) / "plan" / "form.toml"
    text = PLAN.replace(
        'goal     = { label = "建设目标"', 'goal     = { kind = "tick", label = "建设目标"'
    )
    text = text.replace('title = "工程明细"', 'title = "工程明细"\nrole = "indicators"')
    text = text.replace(
        'label = "已完工", over = "进度", kind = "tick"',
        'label = "已完工", over = "进度", kind = "date"',
    )
    text = text.replace(
        'raised   = { label = "自筹资金", under = "工程资金", kind = "amount"',
        'wrised   = { label = "自筹资金", under = "工程资金", kind = "date"',
    )
    path.write_text(text.replace("fiscal + raised", "fiscal + fiscal"), encoding="utf-8")
    codes = {one.fault.code for one in faults_of(tmp_path)}
    assert codes >= {"role-kind", "indicators-without", "unit-without-amount", "kind-unusual"}


def test_the_command_lists_faults_as_text_and_data(tmp_path: Path) -> None:
    folder = write_outside_set(tmp_path)
    done = run("template", "check", folder)
    assert (done.returncode, done.stderr) == (0, "核对了 2 个模板，没有发现问题。\n")
    changed_path = folder / "plan" / "form.toml"
    changed_path.write_text(PLAN.replace("fiscal + raised", "fiscl + raised"), encoding="utf-8")
    done = run("template", "check", "own-2024", cwd=tmp_path)
    line = PLAN[: PLAN.index("fiscal + raised")].count("\n") + 1
    assert done.returncode == 1
    assert done.stdout.startswith(f"own-2024/plan/form.toml:{line}: 错误 relation[1].check: ")
    assert "核对了 2 个模板：1 处错误，0 处提醒。" in done.stderr
    done = run("template", "check", folder / "plan", "--format", "json", "--lang", "en")
    found = json.loads(done.stdout)
    assert found["schema"] == "xlform.template-check/1"
    (finding,) = found["findings"]
    assert (finding["line"], finding["nearest"], finding["severity"]) == (line, "fiscal", "error")
    assert "is no field of this form" in finding["message"]
    done = run("template", "check", tmp_path / "nowhere")
    assert done.returncode == 3
    assert "Traceback" not in done.stderr


def test_a_command_that_loads_templates_says_the_same(tmp_path: Path) -> None:
    path, _ = changed(tmp_path, "plan/form.toml", "least = 3", 'least = "3"')
    (told,) = faults_of(tmp_path)
    done = run("templates", "--templates", tmp_path)
    assert str(told.fault) in done.stderr
    assert f"第 {told.line} 行" in done.stderr
    assert str(path) in done.stderr


def test_a_faulty_rule_is_told_when_a_file_is_checked(tmp_path: Path) -> None:
    changed(tmp_path, "plan/form.toml", 'check = "total = f', 'rule = "A-99"\ncheck = "total = f')
    sample = Path(__file__).parents[2] / "samples" / "云田镇.xlsx"
    done = run("check", sample, "--templates", tmp_path, "--fail-on", "never")
    assert done.returncode in (2, 3)
    assert "没有规则“A-99”" in done.stderr


@pytest.mark.parametrize("text", [PLAN, LIST, SET])
def test_no_cut_of_a_declaration_ends_in_a_traceback(tmp_path: Path, text: str) -> None:
    """A file cut anywhere is either told or means what it says."""
    folder = write_outside_set(tmp_path)
    name = {PLAN: "plan/form.toml", LIST: "list/form.toml", SET: "set.toml"}[text]
    for end in range(0, len(text), 41):
        (folder / name).write_text(text[:end], encoding="utf-8")
        with suppress(XlformError):
            faults_of(folder)


@pytest.mark.parametrize("label", ["投资额", "投资额（元）", "投资额(元)："])
def test_a_label_may_be_declared_with_its_printed_unit(tmp_path: Path, label: str) -> None:
    folder = write_outside_set(tmp_path) / "list"
    book = openpyxl.load_workbook(folder / "blank.xlsx")
    assert book.active
    book.active["C3"] = "投资额（元）"
    book.save(folder / "blank.xlsx")
    book.active.append([1, "渠", 12000])
    book.save(tmp_path / "filled.xlsx")
    text = LIST.replace('"投资额"', f'"{label}"')
    (folder / "form.toml").write_text(text, encoding="utf-8")
    assert faults_of(tmp_path) == []
    (form,) = read(tmp_path / "filled.xlsx", templates=tmp_path).forms
    assert form.tables["works"][0]["amount"] == Decimal("1.2")


def test_a_year_that_is_no_number_is_told_and_not_read(tmp_path: Path) -> None:
    folder = write_outside_set(tmp_path) / "plan"
    text = PLAN.replace("(?P<year>20\\d\\d)?年?农", "(?P<year>.{4}年)农")
    assert text != PLAN
    (folder / "form.toml").write_text(text, encoding="utf-8")
    assert [one.fault.code for one in faults_of(tmp_path)] == ["year-not-read"]
    (form,) = read(folder / "blank.xlsx", templates=tmp_path).forms
    assert form.year is None


EVALUATION = "national-2020/self-evaluation/form.toml"


@pytest.mark.parametrize(
    ("name", "pattern", "code"),
    [
        (EVALUATION, r"fields = \{ weight = (\S+), points = (\S+) \}", "total-crossed"),
        ("national-2021/project/form.toml", r'target = \["(\w+)", "(\w+)"', "composite-order"),
    ],
)
def test_exchanged_columns_are_told(tmp_path: Path, name: str, pattern: str, code: str) -> None:
    place = name.partition("/")[0]
    shutil.copytree(templates_folder() / place, tmp_path / place)
    path = tmp_path / name
    text = path.read_text(encoding="utf-8")
    found = re.search(pattern, text)
    assert found
    exchanged = found[0].replace(found[1], "?").replace(found[2], found[1]).replace("?", found[2])
    path.write_text(text.replace(found[0], exchanged), encoding="utf-8")
    assert code in {one.fault.code for one in faults_of(path.parent)}


@pytest.mark.parametrize("seed", range(12))
def test_random_mistakes_end_in_no_traceback(tmp_path: Path, seed: int) -> None:
    """bench/faulty_declarations.py measures how many are told; here each has an outcome."""
    bench = runpy.run_path(str(Path(__file__).parents[2] / "bench" / "faulty_declarations.py"))
    ((name, _, _, after),) = bench["mutations"](1, seed)
    source = templates_folder() / name
    shutil.copytree(source, tmp_path / name)
    (tmp_path / name / "form.toml").write_text(after, encoding="utf-8")
    said, _ = bench["outcome"](tmp_path, [source / "blank.xlsx"], [])
    assert said in {"told", "refused", "nothing"}
