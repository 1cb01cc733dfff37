"""The roster: read as clerks keep it, units found by any name, absent units named."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rostering import CONTEXT, filed, form

from xlform.checking.check import Checker
from xlform.checking.roster import Roster, RosterProblem, RosterUnit, read_roster
from xlform.checking.settings import SettingsProblem
from xlform.rules.batch_index import SubmissionSummary
from xlform.summary.unit_status import SubmissionStatus, prevailing_year, submission_status
from xlform.summary.versions import ranking

SAMPLES = Path(__file__).parents[2] / "samples"
TOWN = "株洲市石峰区云田镇人民政府"


def roster(*names: str) -> Roster:
    return Roster([RosterUnit(name) for name in names], CONTEXT.words)


def written(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "units.csv"
    path.write_bytes(text.encode(encoding))
    return path


def attended(
    files: list[SubmissionSummary], known: Roster | None = None, year: int | None = None
) -> SubmissionStatus:
    return submission_status(tuple(files), CONTEXT, ranking("name", {}, CONTEXT), known, year)


def states(found: SubmissionStatus) -> dict[str, str]:
    return {one.name: one.state for one in found.unit_statuses}


# Reading it


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_roster_is_read_in_the_encodings_excel_writes(tmp_path: Path, encoding: str) -> None:
    text = (
        "单位名称,简称,编码,应报表格,责任人\n云田镇人民政府,云田；云田镇,601,附表1、附表2,预算股\n"
    )
    (unit,) = read_roster(written(tmp_path, text, encoding), CONTEXT).units
    assert unit == RosterUnit(
        "云田镇人民政府", ("云田", "云田镇"), "601", ("department", "fund-summary"), "预算股"
    )


@pytest.mark.parametrize("head", ["单位 名称", "单位", "部门名称", "填报单位："])
def test_the_column_of_names_may_be_called_otherwise(tmp_path: Path, head: str) -> None:
    known = read_roster(written(tmp_path, f"序号,{head}\n1,甲镇\n2,\n3,乙镇\n"), CONTEXT)
    assert [unit.name for unit in known.units] == ["甲镇", "乙镇"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_cells_are_separated_as_excel_does(tmp_path: Path, separator: str) -> None:
    text = separator.join(["序号", "单位名称", "简称\n1", "甲镇", "甲；甲乡\n"])
    (unit,) = read_roster(written(tmp_path, text), CONTEXT).units
    assert (unit.name, unit.others) == ("甲镇", ("甲", "甲乡"))


def test_forms_may_be_called_by_number_or_title(tmp_path: Path) -> None:
    text = "单位名称,应报表格\n甲镇,附表3/部门整体支出绩效目标表\n"
    (unit,) = read_roster(written(tmp_path, text), CONTEXT).units
    assert unit.kinds == ("fund-direction", "department")


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("名字,编码\n甲镇,1\n", "roster-columns", "名字、编码"),
        ("", "roster-columns", "单位名称"),
        ("单位名称\n", "roster-columns", "单位名称"),
        ("单位名称,编码\n,1\n", "roster-empty", "没有一个单位"),
        ("单位名称\n甲镇\n甲 镇\n", "roster-twice", "“甲镇”写了两次"),
        ("单位名称,应报表格\n甲镇,附表9\n", "roster-form", "附表9"),
    ],
)
def test_what_is_wrong_with_a_roster_is_said(
    tmp_path: Path, text: str, code: str, says: str
) -> None:
    with pytest.raises(RosterProblem) as problem:
        read_roster(written(tmp_path, text), CONTEXT)
    assert problem.value.code == code
    assert says in str(problem.value)
    assert "units.csv" in str(problem.value)


def test_a_roster_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(SettingsProblem):
        read_roster(tmp_path / "nowhere.csv", CONTEXT)


# Names


@pytest.mark.parametrize(
    "name",
    [
        TOWN,
        "云田镇",
        "石峰区云田镇",
        "云田镇人民政府",
        "云田镇　人民政府",
        "湖南省株洲市石峰区云田镇",
    ],
)
def test_a_unit_is_found_by_any_of_its_names(name: str) -> None:
    for listed in (TOWN, "云田镇", "石峰区云田镇"):
        unit = roster(listed, "松塘镇").unit(name)
        assert unit is not None
        assert unit.name == listed


def test_brackets_of_either_width_and_codes_and_aliases_are_known() -> None:
    unit = RosterUnit("执法局（城管）", ("城市管理局",), "305")
    known = Roster([unit, RosterUnit("乙局")], CONTEXT.words)
    for name in ("执法局(城管)", "城市管理局", "石峰区城市管理局", "305"):
        assert known.unit(name) == unit


def test_a_name_that_two_units_share_is_neither_and_another_place_is_another_unit() -> None:
    known = roster("石峰区教育局", "荷塘区教育局")
    assert known.unit("教育局") is None
    assert known.unit("天元区教育局") is None
    assert set(known.similar("教育局")) == {"石峰区教育局", "荷塘区教育局"}


def test_near_names_are_proposed_and_far_ones_are_not() -> None:
    known = roster(TOWN, "株洲市石峰区松塘镇人民政府", "株洲市石峰区教育局")
    assert known.unit("云天镇") is None
    assert known.similar("云天镇")[0] == TOWN
    assert known.similar("完全无关的名字") == ()


# What a unit has to submit


def evaluated(path: str, unit: str) -> SubmissionSummary:
    one = msgspec.structs.replace(
        form("self-evaluation", "清淤"), template="national-2020/self-evaluation"
    )
    return filed(path, unit, one)


@pytest.mark.parametrize(
    ("files", "missing"),
    [
        ({"甲镇": ["evaluation"]}, {"甲镇": ()}),
        ({"甲镇": ["department"]}, {"甲镇": ("fund-summary", "fund-direction")}),
        # Nobody owes what others have to submit.
        (
            {"甲镇": ["evaluation"], "乙镇": ["department"]},
            {"甲镇": (), "乙镇": ("fund-summary", "fund-direction")},
        ),
        ({"甲镇": ["evaluation", "fund-summary"]}, {"甲镇": ("department", "fund-direction")}),
        ({"甲镇": ["narrative"]}, {"甲镇": ("department", "fund-summary", "fund-direction")}),
    ],
)
def test_a_unit_owes_the_forms_of_the_sets_it_submitted_of(
    files: dict[str, list[str]], missing: dict[str, tuple[str, ...]]
) -> None:
    batch = [
        evaluated(f"{unit}{kind}.xlsx", unit)
        if kind == "evaluation"
        else filed(f"{unit}{kind}.xlsx", unit, form(kind))
        for unit, kinds in files.items()
        for kind in kinds
    ]
    found = {one.name: one.missing for one in attended(batch).unit_statuses}
    assert found == missing


def test_the_roster_says_what_a_unit_owes_by_any_name_of_a_form(tmp_path: Path) -> None:
    text = "单位名称,应报表格\n甲镇,项目自评、编报说明\n乙镇,附表1\n丙镇,\n"
    known = read_roster(written(tmp_path, text), CONTEXT)
    batch = [evaluated("a.xlsx", "甲镇"), evaluated("b.xlsx", "乙镇")]
    found = {one.name: one.missing for one in attended(batch, known).unit_statuses}
    assert found == {"甲镇": ("narrative",), "乙镇": ("department",), "丙镇": ()}


NAME = st.text("甲乙丙丁云田镇乡局（）()", min_size=2, max_size=6)


@given(st.lists(NAME, min_size=1, max_size=5, unique=True), NAME)
def test_the_order_of_the_roster_does_not_matter(names: list[str], name: str) -> None:
    found = roster(*names).unit(name)
    for order in list(permutations(names))[:6]:
        assert roster(*order).unit(name) == found


# Who has handed in


def test_who_is_absent_who_lacks_a_form_who_is_complete() -> None:
    known = roster("石峰区甲镇人民政府", "乙镇", "丙镇")
    files = [filed("a.xlsx", "甲镇"), filed("b.xlsx", "乙镇", form("fund-summary"))]
    found = attended(files, known)
    assert states(found) == {"石峰区甲镇人民政府": "complete", "乙镇": "partial", "丙镇": "absent"}
    by_name = {one.name: one for one in found.unit_statuses}
    assert by_name["乙镇"].missing == ("department", "fund-direction")
    assert by_name["丙镇"].missing == ("department", "fund-summary", "fund-direction")
    assert by_name["石峰区甲镇人民政府"].written == "甲镇"
    assert by_name["石峰区甲镇人民政府"].files == ("a.xlsx",)
    assert [found.count(state) for state in ("complete", "partial", "absent")] == [1, 1, 1]
    assert [one.label for one in found.unit_statuses] == ["已报齐", "缺表", "未报"]


def test_a_unit_owes_what_its_line_says() -> None:
    units = [RosterUnit("甲镇", kinds=("fund-summary",)), RosterUnit("乙镇")]
    files = [filed("a.xlsx", "甲镇", form("fund-summary")), filed("b.xlsx", "乙镇")]
    assert set(states(attended(files, Roster(units, CONTEXT.words))).values()) == {"complete"}


def test_forms_in_several_files_are_one_submission() -> None:
    files = [
        filed("附表1.xlsx", "甲镇", form("department")),
        filed("附表2.xlsx", "石峰区甲镇", form("fund-summary")),
        filed("附表3.xlsx", "甲镇人民政府", form("fund-direction", "保洁")),
    ]
    found = attended(files, roster("甲镇"))
    assert states(found) == {"甲镇": "complete"}
    assert set(found.units.texts()) == {"甲镇"}


def test_an_unknown_unit_is_told_with_near_names_those_absent_first() -> None:
    known = roster("云田镇", "云添镇")
    files = [filed("a.xlsx", "云田镇"), filed("b.xlsx", "云天镇")]
    found = attended(files, known)
    (unlisted,) = found.unlisted_files
    assert (unlisted.path, unlisted.unit) == ("b.xlsx", "云天镇")
    assert unlisted.similar == ("云添镇", "云田镇")


def test_a_file_without_a_unit_is_unlisted_and_compared_by_its_name() -> None:
    found = attended([filed("报送/云田镇.xlsx", "")], roster("云田镇", "松塘镇"))
    (unlisted,) = found.unlisted_files
    assert (unlisted.unit, unlisted.similar[0]) == ("", "云田镇")
    assert states(found) == {"云田镇": "absent", "松塘镇": "absent"}
    assert [one.path for one in attended([filed("a.xlsx", "")]).unlisted_files] == ["a.xlsx"]


def test_without_a_roster_nobody_is_absent_and_versions_are_chosen() -> None:
    files = [filed("a.xlsx", "甲镇"), filed("a最终.xlsx", "石峰区甲镇"), filed("b.xlsx", "乙镇")]
    found = attended(files)
    assert states(found) == {"乙镇": "complete", "石峰区甲镇": "complete"}
    by_name = {one.name: one for one in found.unit_statuses}
    assert by_name["石峰区甲镇"].files == ("a最终.xlsx",)
    assert by_name["石峰区甲镇"].replaced == ("a.xlsx",)
    assert found.unlisted_files == ()


def test_a_unit_that_sent_last_years_form_is_absent_this_year() -> None:
    files = [filed("a.xlsx", "甲镇", year=2022), filed("b.xlsx", "乙镇"), filed("c.xlsx", "丙镇")]
    assert prevailing_year(files, CONTEXT) == 2023
    found = attended(files, roster("甲镇", "乙镇", "丙镇"), 2023)
    assert states(found)["甲镇"] == "absent"
    assert found.years == {2022: 1, 2023: 2}
    assert {one.path for one in found.selection.excluded} == {"a.xlsx"}
    assert prevailing_year([filed("a.xlsx", "甲镇", year=None)], CONTEXT) is None


UNITS = st.sampled_from(["甲镇", "石峰区甲镇人民政府", "乙镇", "乙鎮", "", "教育局"])


@given(st.lists(UNITS, max_size=5))
def test_the_order_of_files_does_not_matter(units: list[str]) -> None:
    files = [filed(f"{n}.xlsx", unit) for n, unit in enumerate(units)]
    known = roster("石峰区甲镇", "乙镇", "丙镇")

    def told(order: list[SubmissionSummary]) -> object:
        found = attended(order, known)
        standings = [
            (one.name, one.state, sorted(one.files), sorted(one.replaced), one.missing)
            for one in found.unit_statuses
        ]
        return (
            standings,
            sorted(one.path for one in found.unlisted_files),
            found.selection,
            [found.units.get(one.path) for one in files],
        )

    for order in list(permutations(files))[:8]:
        assert told(list(order)) == told(files)


def test_the_district_has_all_handed_in_but_one(tmp_path: Path) -> None:
    checker = Checker()
    paths = sorted((SAMPLES / "district").glob("*.xlsx"))
    files = [checker.check(path, single_file=False).summary for path in paths]
    names = "".join(f"{path.stem}\n" for path in paths)
    known = read_roster(written(tmp_path, f"单位名称\n{names}石峰区白鹭镇\n"), CONTEXT)
    found = attended(files, known)
    assert found.unlisted_files == ()
    assert {name: state for name, state in states(found).items() if state != "complete"} == {
        "石峰区白鹭镇": "absent"
    }
