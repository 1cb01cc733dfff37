"""A stack of several units in one scan is not counted as one of them."""

from __future__ import annotations

import pytest

from xlform.errors import FileProblem
from xlform.model.page_place import PagePlace
from xlform.model.submission import Form, Source, Submission
from xlform.summary.several_units import require_one_unit
from xlform.template.store import load_templates, template_folders

TEMPLATES = {template.name: template for template in load_templates(template_folders(None))}
WHOLE, FUNDS, ONE_FUND = "department", "fund-summary", "fund-direction"
Page = tuple[int, str, str]


def submission(*pages: Page, scan: bool = True) -> Submission:
    forms = []
    for number, kind, unit in pages:
        place = PagePlace.of_box(number, (0.1, 0.1, 0.9, 0.9))
        forms.append(
            Form(
                kind, f"shifeng-2023/{kind}", f"第{number}页", "A1:F9", "", 2023, {"unit": unit},
                {}, {"unit": "B2"}, places={"unit": place} if scan else {},
            )
        )  # fmt: skip
    return Submission(Source("a.pdf", "pdf", ""), "甲镇人民政府", 2023, tuple(forms))


STACK: tuple[Page, ...] = (
    (1, WHOLE, "甲镇人民政府"), (2, FUNDS, "甲镇人民政府"), (3, ONE_FUND, ""),
    (4, WHOLE, "水利局"), (5, WHOLE, "乙镇人民政府"), (6, FUNDS, "乙镇人民政府"),
)  # fmt: skip


def test_the_units_of_a_stack_are_told_with_their_pages() -> None:
    with pytest.raises(FileProblem) as caught:
        require_one_unit(submission(*STACK), TEMPLATES, "全部.pdf")
    assert "3 个单位的表（甲镇人民政府第1—3页；水利局第4页；乙镇人民政府第5—6页）" in str(
        caught.value
    )
    assert "“全部.pdf”" in str(caught.value)


@pytest.mark.parametrize(
    "pages",
    [
        STACK[:3],
        ((1, WHOLE, "甲镇人民政府"), (2, FUNDS, "乙镇人民政府")),  # one form names another unit
        ((1, WHOLE, "渌川市甲镇人民政府"), (2, WHOLE, "渌川市甲填人民政府")),  # misread
        ((1, ONE_FUND, "甲镇人民政府"), (2, ONE_FUND, "水利局")),  # a fund shared by two
        ((1, WHOLE, ""), (2, WHOLE, "")),
    ],
)
def test_one_unit_is_no_stack(pages: tuple[Page, ...]) -> None:
    require_one_unit(submission(*pages), TEMPLATES, "甲.pdf")


def test_a_workbook_of_several_units_is_as_before() -> None:
    require_one_unit(submission(*STACK, scan=False), TEMPLATES, "全部.xlsx")


def test_many_units_are_cut_short() -> None:
    first = ["教育局", "水利局", "司法局", "民政局", "财政局", "公安局", "审计局", "商务局"]
    names = [*first, "气象台", "档案馆", "图书馆", "文化站", "体育场", "城管队"]
    many = [(number, WHOLE, name) for number, name in enumerate(names, 1)]
    with pytest.raises(FileProblem, match=r"气象台第9页；.*图书馆第11页；文化站第12页等）"):
        require_one_unit(submission(*many), TEMPLATES, "全部.pdf")
