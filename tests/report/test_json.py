"""Findings as data: what the contract fixes, and that it reads back."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
from checked import FINDINGS, checked_file, finding
from rule_checks import SAMPLE

import xlform
from xlform.checking.baseline import compare, read_earlier
from xlform.checking.findings_json import findings_json
from xlform.checking.findings_schema import findings_schema_text
from xlform.model.findings import Edit, Fix

FIX = Fix("safe", (Edit("附表3-1", "B6", "环竟", "环境"),))


def test_the_contract_is_kept() -> None:
    whole = checked_file([finding("T-01", "B6", "“环竟”疑为“环境”。", expected="环境", fix=FIX)])
    plain = json.loads(findings_json(whole.submission, whole.checked))
    assert list(plain) == ["schema", "source", "unit", "findings", "groups", "not_asked"]
    assert plain["schema"] == "xlform.findings/1"
    assert plain["source"] == {"name": "青禾镇.xlsx", "format": "xlsx", "sha256": "0" * 64}
    (found,) = plain["findings"]
    assert list(found)[:8] == [
        "code", "name", "severity", "message", "sheet", "cell", "expected", "actual",
    ]  # fmt: skip
    assert found["fix"] == {
        "safety": "safe",
        "edits": [{"sheet": "附表3-1", "cell": "B6", "old": "环竟", "new": "环境", "kind": "text"}],
    }
    assert plain["not_asked"][0]["code"] == "A-16"
    assert plain["not_asked"][0]["because"] == "报送件中没有这种表：自评表"


def test_without_a_fix_there_is_none() -> None:
    whole = checked_file()
    plain = json.loads(findings_json(whole.submission, whole.checked))
    assert [found["fix"] for found in plain["findings"]] == [None] * len(FINDINGS)


def test_the_json_is_as_its_schema_says() -> None:
    validator = jsonschema.Draft202012Validator(json.loads(findings_schema_text()))
    whole = checked_file(changes=compare(FINDINGS[:2], checked_file().checked))
    report = xlform.check(SAMPLE)
    for text in (
        findings_json(whole.submission, whole.checked, whole.changes),
        findings_json(report.submission, report.checked),
    ):
        validator.validate(json.loads(text))


def test_one_line_unless_indented() -> None:
    whole = checked_file()
    assert "\n" not in findings_json(whole.submission, whole.checked)
    assert "\n" in findings_json(whole.submission, whole.checked, indent=2)


def test_findings_read_back_the_same(tmp_path: Path) -> None:
    whole = checked_file([finding("T-01", "B6", "“环竟”", fix=FIX), *FINDINGS])
    path = tmp_path / "earlier.json"
    path.write_text(findings_json(whole.submission, whole.checked, indent=2), encoding="utf-8")
    (earlier,) = read_earlier(path)
    assert earlier.findings == whole.checked.findings


def test_with_an_earlier_check_each_finding_has_its_state() -> None:
    whole = checked_file()
    changes = compare([*FINDINGS[:2], finding("A-03", "C6", "合计不对。")], whole.checked)
    plain = json.loads(findings_json(whole.submission, whole.checked, changes))
    assert [found["state"] for found in plain["findings"]] == ["kept"] * 2 + ["new"] * 5
    assert [gone["code"] for gone in plain["fixed"]] == ["A-03"]
    assert plain["unasked"] == []
