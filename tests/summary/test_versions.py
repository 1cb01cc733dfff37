"""The file of a unit that counts: by time, by the words of its name, by the order given."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rostering import CONTEXT, WORDS, filed, form

from xlform.rules.batch.units import units_of
from xlform.rules.batch_index import SubmissionSummary
from xlform.summary.versions import (
    Latest,
    Selection,
    Version,
    ranking,
    select_forms,
    version_of_name,
)

NAMES = WORDS["version-words"]


def chosen(
    files: list[SubmissionSummary],
    latest: Latest = "name",
    versions: dict[str, Version] | None = None,
    year: int | None = None,
) -> Selection:
    entries = tuple(files)
    rank = ranking(latest, versions or {}, CONTEXT)
    return select_forms(entries, units_of(entries, CONTEXT), CONTEXT, rank, year)


def left(selection: Selection) -> list[tuple[str, int, str]]:
    return [(one.path, one.form, one.replaced_by) for one in selection.excluded]


# What a name says


@pytest.mark.parametrize(
    "earlier_first",
    [
        ("云田镇.xlsx", "云田镇（改）.xlsx", "云田镇（最终版）.xlsx", "云田镇（最终版）(2).xlsx"),
        ("云田镇.xlsx", "云田镇(2).xlsx", "云田镇（3）.xlsx"),
        ("云田镇草稿.xlsx", "云田镇.xlsx", "云田镇修改.xlsx", "云田镇定稿.xlsx"),
        ("云田镇v1.xlsx", "云田镇V2.xlsx", "云田镇v10.xlsx"),
        ("云田镇第一稿.xlsx", "云田镇第二稿.xlsx", "云田镇第3稿.xlsx"),
        ("云田镇20230220.xlsx", "云田镇2023-02-21.xlsx", "云田镇2023年3月1日.xlsx"),
        ("云田镇2.20.xlsx", "云田镇3月2日.xlsx", "云田镇12月1日.xlsx"),
        ("云田镇最终.xlsx", "云田镇最终最终.xlsx"),
        ("发展和改革局.xlsx", "发展和改革局（改）.xlsx", "发展和改革局最终版.xlsx"),
        ("新桥镇.xlsx", "新桥镇最新.xlsx"),
    ],
)
def test_a_later_version_ranks_higher(earlier_first: tuple[str, ...]) -> None:
    ranks = [version_of_name(name, NAMES) for name in earlier_first]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) == len(ranks)


def test_a_folder_says_nothing_about_the_version() -> None:
    assert version_of_name("最终版/云田镇.xlsx", NAMES) == version_of_name("云田镇.xlsx", NAMES)


@given(st.text(max_size=40))
def test_any_name_has_a_rank(name: str) -> None:
    assert len(version_of_name(name, NAMES)) == len(version_of_name("云田镇.xlsx", NAMES))


# Which file holds


def test_one_file_a_unit_holds_whatever_it_is_called() -> None:
    assert chosen([filed("甲镇草稿.xlsx", "甲镇"), filed("乙镇.xlsx", "乙镇")]) == Selection()


def test_the_later_file_holds_and_all_forms_of_the_other_are_left() -> None:
    files = [filed("甲镇.xlsx", "甲镇"), filed("甲镇（改）.xlsx", "石峰区甲镇人民政府")]
    selection = chosen(files)
    assert left(selection) == [("甲镇.xlsx", number, "甲镇（改）.xlsx") for number in (1, 2, 3)]
    assert all(one.certain for one in selection.excluded)
    assert not selection.counts("甲镇.xlsx", 1)
    assert selection.counts("甲镇（改）.xlsx", 1)


def test_by_time_and_by_order_another_one_may_hold() -> None:
    files = [filed("甲镇.xlsx", "甲镇"), filed("甲镇（改）.xlsx", "甲镇")]
    newer = {"甲镇.xlsx": Version(modified=2, given=1), "甲镇（改）.xlsx": Version(1, 2)}
    assert {one.replaced_by for one in chosen(files, "time", newer).excluded} == {"甲镇.xlsx"}
    assert {one.replaced_by for one in chosen(files, "given", newer).excluded} == {
        "甲镇（改）.xlsx"
    }


@pytest.mark.parametrize("latest", ["name", "time", "given"])
@pytest.mark.parametrize("kind", ["pdf", "image"])
def test_the_stamped_paper_is_no_later_version_of_its_workbook(latest: Latest, kind: str) -> None:
    book, paper = "甲镇.xlsx", "甲镇盖章20230301最终.x"
    files = [filed(book, "甲镇"), filed(paper, "甲镇")]
    versions = {book: Version(1, 1, "xlsx"), paper: Version(2, 2, kind)}
    selection = chosen(files, latest, versions)
    assert {one.replaced_by for one in selection.excluded} == {book}
    assert all(one.certain and one.is_copy for one in selection.excluded)
    papers = {path: Version(one.modified, one.given, kind) for path, one in versions.items()}
    of_two_papers = chosen(files, latest, papers).excluded
    assert {(one.replaced_by, one.is_copy) for one in of_two_papers} == {(paper, False)}


def test_where_nothing_tells_which_is_later_it_says_so() -> None:
    files = [filed("a/甲镇.xlsx", "甲镇"), filed("b/甲镇.xlsx", "甲镇")]
    for latest in ("time", "given"):
        selection = chosen(files, latest)
        assert {one.replaced_by for one in selection.excluded} == {"b/甲镇.xlsx"}
        assert not any(one.certain for one in selection.excluded)


def test_of_equal_bytes_it_does_not_matter_which() -> None:
    files = [filed("a.xlsx", "甲镇", content="same"), filed("b.xlsx", "甲镇", content="same")]
    assert all(one.certain for one in chosen(files).excluded)
    nameless = [filed("a.xlsx", "", content="same"), filed("b.xlsx", "", content="same")]
    assert len(chosen(nameless).excluded) == 3
    assert chosen([filed("a.xlsx", ""), filed("b.xlsx", "")]) == Selection()


def test_parts_of_one_submission_all_count() -> None:
    files = [
        filed("附表1.xlsx", "甲镇", form("department")),
        filed("附表2.xlsx", "甲镇", form("fund-summary")),
        filed("附表3-1.xlsx", "甲镇", form("fund-direction", "保洁")),
        filed("附表3-2.xlsx", "甲镇", form("fund-direction", "绿化")),
    ]
    assert chosen(files) == Selection()


def test_a_part_sent_again_replaces_that_part_only() -> None:
    files = [
        filed("甲镇.xlsx", "甲镇"),
        filed("甲镇（改）.xlsx", "甲镇", form("fund-summary")),
    ]
    assert left(chosen(files)) == [("甲镇.xlsx", 2, "甲镇（改）.xlsx")]


def test_a_direction_renamed_in_the_later_version_does_not_count_twice() -> None:
    old = (form("fund-summary"), form("fund-direction", "保洁"), form("fund-direction", "绿化"))
    new = (form("fund-summary"), form("fund-direction", "镇区保洁"))
    files = [filed("甲镇.xlsx", "甲镇", *old), filed("甲镇最终.xlsx", "甲镇", *new)]
    assert [one.form for one in chosen(files).excluded] == [1, 2, 3]


def test_of_three_the_last_holds_in_place_of_both() -> None:
    files = [filed(f"甲镇({n}).xlsx", "甲镇") for n in (1, 2, 3)]
    assert {one.replaced_by for one in chosen(files).excluded} == {"甲镇(3).xlsx"}
    assert {one.path for one in chosen(files).excluded} == {"甲镇(1).xlsx", "甲镇(2).xlsx"}


# Years


def test_forms_of_another_year_are_left_and_replace_nothing() -> None:
    files = [filed("甲镇2022最终.xlsx", "甲镇", year=2022), filed("甲镇.xlsx", "甲镇")]
    assert chosen(files) == Selection()
    selection = chosen(files, year=2023)
    assert left(selection) == [("甲镇2022最终.xlsx", number, "") for number in (1, 2, 3)]
    assert {one.year for one in selection.excluded} == {2022}


def test_a_form_that_names_no_year_goes_with_its_file() -> None:
    mixed = filed("甲镇.xlsx", "甲镇", form("department", year=2022), form("fund-summary"))
    assert [one.form for one in chosen([mixed], year=2023).excluded] == [1]


# Laws

FILES = st.lists(
    st.tuples(
        st.sampled_from(["甲镇", "石峰区甲镇人民政府", "乙镇", ""]),
        st.sampled_from(["", "（改）", "最终", "(2)", "20230220"]),
        st.lists(st.sampled_from(["department", "fund-summary", "fund-direction"]), max_size=3),
    ),
    max_size=5,
)


@given(FILES)
def test_the_order_of_files_does_not_matter(made: list[tuple[str, str, list[str]]]) -> None:
    files = [
        filed(f"{n}/{unit}{said}.xlsx", unit, *(form(kind, "保洁") for kind in kinds))
        for n, (unit, said, kinds) in enumerate(made)
    ]
    named = [
        SubmissionSummary(one.path, one.path, one.sha256, one.unit, one.year, one.forms)
        for one in files
    ]
    expected = chosen(named)
    for order in list(permutations(named))[:12]:
        assert chosen(list(order)) == expected
    # Whatever is left out, each kind of form that a unit handed in still counts once or more.
    for unit, kind in {(one.unit[-6:], held.kind) for one in named for held in one.forms}:
        assert any(
            expected.counts(one.path, number)
            for one in named
            for number, held in enumerate(one.forms, 1)
            if held.kind == kind and ("甲镇" in one.unit) == ("甲镇" in unit)
        )
