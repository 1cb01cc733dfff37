"""Case 17: nothing is written where nothing counts; case 19: unreadable is not absent."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest
from command import run
from opening import streamed

import xlform
from xlform.errors import FileProblem

SAMPLES = Path(__file__).parents[2] / "samples"
TOWN = SAMPLES / "云田镇.xlsx"
DISTRICT = SAMPLES / "district"
QUICK = ("summarize", "--no-cache", "--jobs", "1")
UNITS = ("云田镇人民政府", "水利局", "民政局", "信访局", "档案馆")
ROSTER = "单位名称\n" + "".join(f"株洲市石峰区{unit}\n" for unit in UNITS)


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """Return a summary of a submission, which must stay as it is."""
    output = tmp_path / "好汇总.xlsx"
    assert run(*QUICK, TOWN, "-o", output).returncode == 1
    return output


@pytest.mark.parametrize("case", ["no folder", "no file", "empty", "no forms", "damaged"])
def test_17_without_a_form_a_good_summary_stays(case: str, good: Path, tmp_path: Path) -> None:
    before = good.read_bytes()
    given = tmp_path / ("没有.xlsx" if case == "no file" else "没这夹")
    if case in ("empty", "no forms", "damaged"):
        given.mkdir()
    if case == "no forms":
        (given / "通知.txt").write_text("请各单位按时报送。", encoding="utf-8")
    if case == "damaged":
        (given / "坏.xlsx").write_bytes(b"PK\x03\x04 none")
    done = run(*QUICK, given, "-o", good)
    assert done.returncode == 3
    assert f"没有写“{good}”" in done.stderr
    assert given.name in done.stderr
    assert done.stdout == ""
    assert good.read_bytes() == before


@pytest.mark.parametrize("year", ["2032", "2022", "1999"])
def test_17_a_year_without_forms_names_those_there_are(
    year: str, good: Path, tmp_path: Path
) -> None:
    before = good.read_bytes()
    done = run(*QUICK, TOWN, "--year", year, "-o", good, "--data", tmp_path / "数据")
    assert done.returncode == 3
    assert f"没有 {year} 年的填报表" in done.stderr
    assert "2023 年度 1 份" in done.stderr
    assert good.read_bytes() == before
    assert not (tmp_path / "数据").exists()
    assert run(*QUICK, TOWN, "--year", "2023", "-o", good).returncode == 1


def test_17_the_interface_writes_nothing_either(tmp_path: Path) -> None:
    for year, path in ((None, tmp_path), (2032, TOWN)):
        with pytest.raises(FileProblem, match="没有写"):
            xlform.summarize([path], tmp_path / "汇总.xlsx", year=year, cache=False, jobs=1)
    assert list(tmp_path.iterdir()) == []


def _encrypted_member(path: Path) -> None:
    """Write an archive whose one member says that it is encrypted."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("附表.xlsx", b"none")
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)


def _states(summary: Path) -> dict[str, tuple[str, str]]:
    with streamed(summary, data_only=True) as book:
        sheet = book["报送情况"]
        rows = list(sheet.iter_rows(min_row=4, values_only=True))
    remark = len(rows[0]) - 1
    return {str(row[1]): (str(row[2]), str(row[remark] or "")) for row in rows[1:]}


def test_19_what_was_handed_in_and_cannot_be_read_is_not_absent(tmp_path: Path) -> None:
    folder = tmp_path / "石峰区信访局的资料" / "报送"
    (folder / "档案馆").mkdir(parents=True)
    shutil.copy(TOWN, folder)
    _encrypted_member(folder / "水利局.zip")
    (folder / "民政局2023年绩效目标.xlsx").write_bytes(b"")
    (folder / "档案馆" / "附表.xlsx").write_bytes(b"PK\x03\x04 none")
    (tmp_path / "名单.csv").write_text(ROSTER, encoding="utf-8")
    done = run(*QUICK, folder, "--roster", tmp_path / "名单.csv", "-o", tmp_path / "汇总.xlsx")
    assert done.returncode == 3
    assert "已报·读不了 3，未报 1" in done.stdout
    states = _states(tmp_path / "汇总.xlsx")
    assert states["株洲市石峰区水利局"] == ("已报·读不了", "读不了：附表.xlsx（设有打开密码）")
    assert states["株洲市石峰区民政局"] == (
        "已报·读不了",
        "读不了：民政局2023年绩效目标.xlsx（空文件）",
    )
    assert states["株洲市石峰区档案馆"] == ("已报·读不了", "读不了：附表.xlsx（文件已损坏）")
    # The folder that everything is in is the bureau's own and no submission.
    assert states["株洲市石峰区信访局"] == ("未报", "")
    with streamed(tmp_path / "汇总.xlsx", data_only=True) as book:
        told = [str(cell) for row in book["总览"].iter_rows(values_only=True) for cell in row]
    assert any("水利局：已报·读不了（设有打开密码）" in text for text in told)


def test_19_a_unit_with_another_file_keeps_its_state(tmp_path: Path) -> None:
    folder = tmp_path / "报送"
    folder.mkdir()
    shutil.copy(TOWN, folder)
    (folder / "云田镇（补）.xlsx").write_bytes(b"PK\x03\x04 none")
    (tmp_path / "名单.csv").write_text(ROSTER, encoding="utf-8")
    summary, roster = tmp_path / "汇总.xlsx", tmp_path / "名单.csv"
    assert run(*QUICK, folder, "--roster", roster, "-o", summary).returncode == 3
    state, remark = _states(summary)["株洲市石峰区云田镇人民政府"]
    assert state == "已报齐"
    assert "读不了：云田镇（补）.xlsx（文件已损坏）" in remark
