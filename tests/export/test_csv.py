"""CSV read back by the csv module: exact, complete, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import xlform
from xlform.errors import FileProblem
from xlform.export import csv_files, write_csv
from xlform.messages import set_language
from xlform.model import submission as model

SAMPLES = Path(__file__).parents[2] / "samples"
WithFunds = Callable[[Iterable[Decimal | None]], model.Submission]
WithTarget = Callable[[str], model.Submission]


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))


@pytest.fixture
def english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("")


def test_a_file_per_table_under_its_title(town: model.Submission, tmp_path: Path) -> None:
    written = write_csv(tmp_path / "new" / "folder", [town])
    assert {path.name for path in written} == {
        "部门整体支出绩效目标表.csv",
        "区级专项资金绩效目标汇总表.csv",
        "区级专项资金支出方向绩效目标表.csv",
        "年度重点工作计划.csv",
        "年度绩效指标.csv",
        "专项资金.csv",
        "支出明细及测算说明.csv",
        "未读内容.csv",
        "读表提示.csv",
    }
    assert sorted((tmp_path / "new" / "folder").iterdir()) == sorted(written)


def test_heads_are_the_official_labels(town: model.Submission, tmp_path: Path) -> None:
    write_csv(tmp_path, [town])
    [first, *others] = rows_of(tmp_path / "支出明细及测算说明.csv")
    assert list(first) == [
        *(
            "文件",
            "单位",
            "年度",
            "模板",
            "工作表",
            "表序号",
            "行号",
            "所属专项",
            "支出方向",
            "单元格",
        ),
        *("支出内容简介", "支出明细", "金额（万元）", "支出测算依据及过程说明"),
    ]
    assert (first["工作表"], first["行号"], first["金额（万元）"]) == ("附表3-1", "1", "10")
    assert sum(Decimal(row["金额（万元）"]) for row in (first, *others)) == Decimal(611)


def test_targets_for_people(town: model.Submission, tmp_path: Path) -> None:
    write_csv(tmp_path, [town])
    shown = {row["三级指标"]: row for row in rows_of(tmp_path / "年度绩效指标.csv")}[
        "执法检查覆盖率"
    ]
    parts = ("指标值", "比较符", "数值", "计量单位", "类型", "下限", "上限", "完成日期")
    assert [shown[part] for part in parts] == ["≥90%", "≥", "90", "%", "数值", "", "", ""]


def test_two_tables_of_one_title_and_two_labels_alike(
    town: model.Submission, project: model.Submission, tmp_path: Path
) -> None:
    names = {path.name for path in write_csv(tmp_path, [town, project])}
    assert {"年度绩效指标.csv", "年度绩效指标（项目支出绩效目标申报表）.csv"} <= names
    [form] = rows_of(tmp_path / "项目支出绩效目标申报表.csv")
    assert form["中期财政拨款（万元）"] == "180.00"
    assert form["年度财政拨款（万元）"] == "60.00"


@pytest.mark.usefixtures("english")
def test_english_names(town: model.Submission, tmp_path: Path) -> None:
    write_csv(tmp_path, [town])
    assert list(rows_of(tmp_path / "funds.csv")[0]) == [
        *("file", "unit", "year", "template", "sheet", "form", "row", "cell"),
        *("seq", "fund", "amount", "period_goal", "annual_goal"),
    ]


def test_notes_are_told_in_words(tmp_path: Path) -> None:
    write_csv(tmp_path, [xlform.read(SAMPLES / "district" / "应急管理局.xlsx")])
    notes = rows_of(tmp_path / "读表提示.csv")
    assert notes[0]["说明"] == "“6380000.00元”已折算为万元"
    assert {"资金总额", "专项资金·金额"} <= {note["读作"] for note in notes}


def test_excel_knows_the_encoding(town: model.Submission, tmp_path: Path) -> None:
    write_csv(tmp_path, [town])
    content = (tmp_path / "专项资金.csv").read_bytes()
    assert content.startswith("\ufeff文件,".encode())
    assert content.count(b"\r\n") == 5
    assert not content.replace(b"\r\n", b"").count(b"\r")


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠A"]
)
def test_no_text_becomes_a_formula(text: str, with_target: WithTarget, tmp_path: Path) -> None:
    write_csv(tmp_path, [with_target(text)])
    [row] = rows_of(tmp_path / "年度绩效指标.csv")
    assert row["指标值"] == f"'{text}"


def test_numbers_below_zero_stay_numbers(with_funds: WithFunds, tmp_path: Path) -> None:
    write_csv(tmp_path, [with_funds([Decimal("-5.00"), None, Decimal("1E+3")])])
    assert [row["金额（万元）"] for row in rows_of(tmp_path / "专项资金.csv")] == [
        *("-5.00", "", "1000")
    ]


@given(st.lists(st.none() | st.decimals(allow_nan=False, allow_infinity=False), max_size=9))
def test_any_amount_survives(with_funds: WithFunds, amounts: list[Decimal | None]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_csv(folder, [with_funds(amounts)])
        told = [row["金额（万元）"] for row in rows_of(Path(folder) / "专项资金.csv")]
    assert [Decimal(text) if text else None for text in told] == amounts


def test_a_failure_leaves_the_folder_as_it_was(
    town: model.Submission, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "专项资金.csv").write_text("old")
    calls = iter(range(5))

    def failing(path: Path, _table: object) -> None:
        path.write_text("half")
        if next(calls) == 3:
            raise MemoryError

    monkeypatch.setattr(csv_files, "_write", failing)
    with pytest.raises(MemoryError):
        write_csv(tmp_path, [town], force=True)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [
        ("专项资金.csv", "old")
    ]


def test_a_file_in_place_of_the_folder_is_told(town: model.Submission, tmp_path: Path) -> None:
    place = tmp_path / "taken"
    place.write_text("")
    with pytest.raises(FileProblem, match="taken"):
        write_csv(place, [town])
