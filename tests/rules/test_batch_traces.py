"""B-05 to B-07 on comparables of texts, prices and towns: near misses, limits, any order."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rostering import CONTEXT, TEMPLATES, WORDS

from xlform.checking.check import Checker
from xlform.checking.runner import check_batch
from xlform.checking.settings import Project
from xlform.grid.notation import parse
from xlform.model.findings import BatchFinding
from xlform.model.submission import Source
from xlform.reading.submission import read_grid
from xlform.rules import all_rules
from xlform.rules.batch.key_groups import KeyGroups
from xlform.rules.batch_index import SubmissionSummary, summarize_submission
from xlform.rules.context import RuleContext, Settings
from xlform.rules.unit_names import own_names

SAMPLES = Path(__file__).parents[2] / "samples"
RULES = {rule.code: rule for rule in all_rules() if rule.scope == "batch"}
GOAL = "对{unit}主次干道全天候保洁，垃圾日产日清，定期清理河道漂浮物，满意度逐年提高。"
OTHER_GOAL = "新建便民服务点十二处，培训网格员三百人次，矛盾纠纷调处率稳步上升，群众更加安心。"
FORM = """
| 填报单位：{unit}   |              |          |      |        |
| 支出方向（子项）   | {name}       | 所属专项 | 名称 | 环境   |
| 项目金额           | 10           | ^        | 金额 | 10     |
| 项目实施期         | 2023年       | <        | <    | <      |
| 年度绩效目标       | {goal}       | <        | <    | <      |
| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额 | 支出测算依据及过程说明 |
| ^                  | 保洁         | 清扫费   | 2    | {basis} |
"""


def entry(
    unit: str, goal: str = "做好保洁", basis: str = "", *, name: str = "保洁", path: str = ""
) -> SubmissionSummary:
    grid = parse(FORM.format(unit=unit, goal=goal, basis=basis, name=name))
    path = path or f"{unit}.xlsx"
    source = Source(Path(path).name, "xlsx", path)
    return summarize_submission(path, read_grid(grid, source, TEMPLATES), WORDS)


def found(
    code: str, batch: list[SubmissionSummary], settings: Settings | None = None
) -> list[BatchFinding]:
    context = RuleContext(CONTEXT.templates, None, settings, WORDS)
    reported = check_batch(batch, context, [RULES[code]], {})
    assert "crashed" not in {skipped.reason for skipped in reported.not_asked}, reported.not_asked
    return list(reported.findings)


# B-05


@pytest.mark.parametrize(
    ("goal", "violations"),
    [
        (GOAL.format(unit="松塘镇"), 1),
        (GOAL.format(unit="松塘镇").replace("，", "、").replace("。", ""), 0),
        (f"  {GOAL.format(unit='松塘镇')}  ", 1),
        (GOAL.format(unit="松塘镇").replace("逐年提高", "明显改善"), 1),
        (GOAL.format(unit="松塘镇").replace("日产日清", "三日一清").replace("河道", "水塘"), 0),
        (OTHER_GOAL + GOAL.format(unit="松塘镇"), 1),
        (OTHER_GOAL, 0),
        ("垃圾日产日清，定期清理河道漂浮物。", 0),
    ],
)
def test_a_text_is_copied_if_most_of_the_shorter_one_stands_in_the_other(
    goal: str, violations: int
) -> None:
    batch = [entry("云田镇", GOAL.format(unit="云田镇")), entry("松塘镇", goal)]
    reported = found("B-05", batch)
    assert len(reported) == violations
    assert [(finding.file, finding.cell) for finding in reported] == [
        ("松塘镇.xlsx", "B5")
    ] * violations


def test_a_unit_may_repeat_its_own_text() -> None:
    batch = [
        entry("云田镇", GOAL.format(unit="云田镇")),
        entry("石峰区云田镇人民政府", GOAL.format(unit="云田镇"), name="清扫", path="b.xlsx"),
    ]
    assert found("B-05", batch) == []


@pytest.mark.parametrize(("units", "violations"), [(2, 1), (5, 4), (6, 0)])
def test_what_many_units_write_is_the_districts_wording(units: int, violations: int) -> None:
    names = [f"{sign}镇" for sign in ("云田", "松塘", "枫坪", "青禾", "白鹭", "梅林")][:units]
    batch = [entry(name, GOAL.format(unit=name)) for name in names]
    assert len(found("B-05", batch)) == violations


def test_a_copy_names_the_files_before_it() -> None:
    names = ("云田镇", "松塘镇", "枫坪镇")
    reported = found("B-05", [entry(name, GOAL.format(unit=name)) for name in names])
    assert [finding.message.count(".xlsx") for finding in reported] == [1, 2]
    assert all("（100% 的字句相同）" in finding.message for finding in reported)


def test_a_district_sets_how_much_is_a_copy() -> None:
    half = GOAL.format(unit="松塘镇").replace("日产日清", "三日一清").replace("河道", "水塘")
    batch = [entry("云田镇", GOAL.format(unit="云田镇")), entry("松塘镇", half)]
    assert len(found("B-05", batch, Settings(copied_share=Decimal("0.4")))) == 1


def test_a_unit_goes_by_many_names() -> None:
    assert own_names("株洲市石峰区云田镇人民政府", WORDS) == (
        "株洲市石峰区云田镇人民政府",
        "株洲市石峰区云田镇",
        "石峰区云田镇",
        "云田镇",
    )
    assert own_names("", WORDS) == ()


# B-06


def paying(*prices: str) -> list[SubmissionSummary]:
    return [
        entry(f"第{n}镇", basis=f"清扫10次*{price}万元/次={Decimal(price) * 10}万元")
        for n, price in enumerate(prices, 1)
    ]


@pytest.mark.parametrize(
    ("prices", "violations"),
    [
        (("0.2", "0.2", "0.2", "0.2", "0.6"), ["第5镇.xlsx"]),
        (("0.2", "0.2", "0.2", "0.2", "0.59"), []),
        (("0.2", "0.2", "0.2", "0.2", "0.05"), ["第5镇.xlsx"]),
        (("0.2", "0.2", "0.2", "0.9"), []),
        (("0.1", "0.3", "0.5", "0.8", "1.5"), []),
        (("0.1", "0.1", "0.1", "2", "2", "0.1", "0.1"), ["第4镇.xlsx", "第5镇.xlsx"]),
    ],
)
def test_a_price_is_out_of_line_by_a_multiple_and_by_what_is_usual(
    prices: tuple[str, ...], violations: list[str]
) -> None:
    reported = found("B-06", paying(*prices))
    assert [finding.file for finding in reported] == violations
    severity = "warning" if "2" in prices else "info"
    assert all((finding.cell, finding.severity) == ("E7", severity) for finding in reported)


def test_ten_times_the_price_of_two_others_is_a_warning() -> None:
    for prices, severities in (
        (("0.2", "0.25", "4"), ["warning"]),
        (("4", "4", "0.2"), ["warning"]),
        (("0.2", "0.25", "1.8"), []),
        (("0.2", "4"), []),
    ):
        assert [one.severity for one in found("B-06", paying(*prices))] == severities


def test_a_price_goes_by_its_line_as_well() -> None:
    batch = [
        entry(f"第{n}镇", basis=f"{name}清扫10次*{price}万元/次={Decimal(price) * 10}万元")
        for n, (name, price) in enumerate((("街道", "0.2"), ("村道", "0.2"), ("广场", "5")), 1)
    ]
    assert [one.file for one in found("B-06", batch)] == ["第3镇.xlsx"]


def test_only_like_is_compared_with_like() -> None:
    per_day = entry("第6镇", basis="清扫10天*9万元/天=90万元")
    other = entry("第7镇", basis="修剪10次*9万元/次=90万元")
    assert found("B-06", [*paying("0.2", "0.2", "0.2", "0.2"), per_day, other]) == []


def test_one_unit_has_one_vote_in_however_many_forms() -> None:
    many = [
        entry("第1镇", basis="清扫10次*0.2万元/次=2万元", name=f"{n}", path=f"{n}.xlsx")
        for n in range(6)
    ]
    assert found("B-06", [*many, *paying("0.2", "9")]) == []


def test_how_many_peers_and_how_far_are_the_districts_to_set() -> None:
    batch = paying("0.2", "0.2", "0.2", "0.5")
    assert found("B-06", batch) == []
    assert len(found("B-06", batch, Settings(price_peers_at_least=4, price_outlier_times=2))) == 1


# B-07


@pytest.mark.parametrize(
    ("text", "violations"),
    [
        ("持续改进云田镇环卫保洁", 1),
        ("与云田街道共建", 0),
        ("持续改进白鹭镇环卫保洁", 0),
        ("全镇环卫保洁，推进城镇化", 0),
        ("石峰区松塘镇保洁", 0),
    ],
)
def test_a_town_names_another_of_the_batch(text: str, violations: int) -> None:
    batch = [entry("株洲市石峰区云田镇人民政府", path="a.xlsx"), entry("石峰区松塘镇", text)]
    reported = found("B-07", batch)
    assert [(finding.file, finding.cell) for finding in reported] == [
        ("石峰区松塘镇.xlsx", "B5")
    ] * violations


def test_a_bureau_may_name_any_town() -> None:
    batch = [entry("云田镇"), entry("松塘镇"), entry("教育局", "在云田镇、松塘镇新建学校")]
    assert found("B-07", batch) == []


# What they keep, and in which order


@given(st.permutations(range(4)))
def test_the_order_of_files_changes_nothing(order: list[int]) -> None:
    names = ("云田镇", "松塘镇", "枫坪镇", "青禾镇")
    batch = [
        entry(name, GOAL.format(unit="云田镇"), f"清扫10次*{n + 1}万元/次={n + 1}0万元")
        for n, name in enumerate(names)
    ]
    settings = Settings(price_peers_at_least=3)
    for code in ("B-05", "B-06", "B-07"):
        turned = [batch[n] for n in order]
        assert found(code, turned, settings) == found(code, batch, settings)


def test_traces_of_a_form_are_bounded() -> None:
    long = "".join(f"第{n}项任务按期完成并验收合格，" for n in range(500))
    many = "；".join(f"事项{n}支出10次*{n}.5万元/次={n}5万元" for n in range(1, 150))
    (form,) = entry("云田镇", long, many).forms
    assert len(form.packed) < 4000
    assert form.comparables.texts
    assert form.comparables.prices


def test_the_samples_hold_nothing_between_them_but_what_is_reported() -> None:
    checker = Checker(Project(select=("B",)))
    paths = [*sorted((SAMPLES / "district").glob("*.xlsx")), SAMPLES / "云田镇.xlsx"]
    reported = checker.check_batch(checker.check(path, single_file=False).summary for path in paths)
    assert reported.findings == ()


def test_keys_are_those_of_the_forms() -> None:
    """A summary made without word lists has no keys; they are then made of its forms."""
    checker = Checker(Project(select=("B",)))
    for path in sorted((SAMPLES / "district").glob("*.xlsx"))[:6]:
        summary = checker.check(path, single_file=False).summary
        keys = checker.context.keys(msgspec.structs.replace(summary, forms=()))
        assert keys.claims
        assert keys.clauses
        assert keys.prices
        assert keys == checker.context.keys(msgspec.structs.replace(summary, packed_keys=b""))


def test_places_of_a_file_are_told_apart() -> None:
    many = [
        (7, form << 8 | part, f"{form}.{part}") for form in (0, 1, 2**24 - 1) for part in (0, 255)
    ]
    with KeyGroups() as keys:
        keys.add(1, [])
        keys.add(2, many)
        keys.add(3, many[:1])
        (members,) = keys.groups()
    assert [(one.unit, one.submission, f"{one.form}.{one.part}") for one in members] == [
        *((2, 1, payload) for _, _, payload in many),
        (3, 2, "0.0"),
    ]
    assert [one.payload for one in members] == [payload for _, _, payload in (*many, many[0])]


KEYED = st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 3)), max_size=30)


@given(KEYED)
def test_those_who_share_a_key_meet(made: list[tuple[str, int]]) -> None:
    with KeyGroups() as keys:
        for key, unit in made:
            keys.add(unit, [(ord(key), 0, None)])
        groups_found = {
            tuple((member.unit, member.submission) for member in group) for group in keys.groups()
        }
    expected = set()
    for key in {key for key, _ in made}:
        group = tuple((unit, n) for n, (item, unit) in enumerate(made) if item == key)
        if len({unit for unit, _ in group}) > 1:
            expected.add(group)
    assert groups_found == expected
