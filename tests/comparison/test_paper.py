"""What the print of a scan can't tell is no difference, and what is easily misread is doubtful."""

from __future__ import annotations

from decimal import Decimal

import pytest

from xlform.comparison.compare import compare
from xlform.comparison.paper import has_stray_end, may_be_misread, same_on_paper
from xlform.model.page_place import PagePlace
from xlform.model.submission import Form, Row, Source, Submission, Value
from xlform.template.store import load_templates, template_folders
from xlform.values.target import parse_target

TEMPLATES = load_templates(template_folders(None))
DIRECTION = "shifeng-2023/fund-direction"


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("5月开工，11月竣工。", "5月开工11月竣工", True),
        ("“三个责任人”到位；", "三个责任人到位", True),
        ("水压、水量", "水压，水量", True),
        ("5—7天", "5-7天", True),
        ("3月—5月", "3月一5月", True),
        ("一", "—", True),
        ("〇", "O", True),
        ("（走访）", "(走访)", True),
        ("0.9公里", "09公里", False),
        ("1,056.40", "1.056.40", False),
        ("57天", "5-7天", False),
        ("一", "二", False),
        ("〇", "0", False),
        ("≥90%", "≤90%", False),
        ("一级", "级", False),
    ],
)
def test_punctuation_and_dashes_are_no_difference(left: str, right: str, *, same: bool) -> None:
    assert same_on_paper(left, right) is same
    assert same_on_paper(right, left) is same


@pytest.mark.parametrize(
    ("own", "scanned", "may_be"),
    [
        ("√", "", True),
        ("/", "Z", True),
        ("=", "", True),
        ("≥", "≤", False),
        ("/", "1", False),
        ("5", "", False),
        ("个", "", False),
        ("雨垅村", "雨城村", True),  # a rare character
        ("城南村", "城北村", False),
        ("樟溪镇人民政府", "镇人民政府", True),
        ("二期工程", "工程", False),  # a number is lost
        ("≥120㎡", "≥120m", True),
        ("5元/人次×3", "5元人次×3", True),
        ("1/2", "12", False),
        ("20次*0.5万元", "20次*0:5万元", True),
        ("0.5", "05", False),
    ],
)
def test_what_may_be_misread(own: str, scanned: str, *, may_be: bool) -> None:
    assert may_be_misread(own, scanned) is may_be


def test_a_stray_end_is_one() -> None:
    assert has_stray_end("诉求反映渠道。", "诉求反映渠道。一个实人")
    assert not has_stray_end("", "渠道")
    assert not has_stray_end("诉求反映渠道。", "诉求反映渠道")
    assert not has_stray_end("满意度", "满意度9")


def submission(values: dict[str, Value], rows: tuple[Row, ...], *, scan: bool) -> Submission:
    origins = dict.fromkeys((*values, *(f"indicators[{n}].level3" for n in range(len(rows)))), "B2")
    origins |= {f"{name}.text": "55%6" for name, value in values.items() if value is None}
    form = Form(
        "fund-direction", DIRECTION, "第1页", "A1:F9", "2023年表", 2023, values,
        {"indicators": rows}, origins,
        places=dict.fromkeys(origins, PagePlace.of_box(1, (0.1, 0.1, 0.2, 0.2))) if scan else {},
    )  # fmt: skip
    return Submission(Source("a", "pdf", ""), "", 2023, (form,))


ROW: Row = {
    "level1": "产出指标",
    "level2": "数量指标",
    "level3": "工人",
    "target": parse_target("6个"),
}
STRAY: Row = {**ROW, "level3": "y", "target": parse_target("")}
REAL: Row = {**ROW, "level3": "清运率", "target": parse_target("≥95%")}


@pytest.mark.parametrize(
    ("ours", "theirs", "more", "scan", "kinds"),
    [
        ("达到要求。", "达到要求", (), True, []),
        ("达到要求。", "达到要求", (), False, ["changed"]),
        ("雨垅村", "雨城村", (), True, ["doubtful"]),
        ("雨垅村", "雨城村", (), False, ["changed"]),
        ("城南村", "城北村", (), True, ["changed"]),
        (Decimal(55), None, (), True, ["doubtful"]),
        (Decimal(55), Decimal(56), (), True, ["changed"]),
        ("村", "村", (STRAY,), True, ["doubtful"]),
        ("村", "村", (STRAY,), False, ["added"]),
        ("村", "村", (REAL,), True, ["added"]),
    ],
)
def test_only_what_a_scan_tells_is_a_difference(
    ours: Value, theirs: Value, more: tuple[Row, ...], kinds: list[str], *, scan: bool
) -> None:
    field = "annual_goal" if isinstance(ours, str) else "amount"
    left = submission({field: ours}, (ROW,), scan=False)
    right = submission({field: theirs}, (ROW, *more), scan=scan)
    assert [one.kind for one in compare(left, right, TEMPLATES).differences] == kinds
