"""Filled forms of every template, as clerks and worse might fill them: hypothesis strategies."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

from hypothesis import strategies as st

from xlform.model.submission import Form, Row, Source, Submission, Value
from xlform.reading.index import WHITESPACE
from xlform.reading.values import composed_target, empty_value
from xlform.submission.json import field_kinds
from xlform.template.declaration import ValueKind
from xlform.template.form import FormTemplate, TableTemplate
from xlform.template.labels import fold
from xlform.template.store import load_templates, templates_folder
from xlform.values import parse_period, parse_target
from xlform.writing.blank_layout import blank_layout

TEMPLATES = load_templates(templates_folder())
LABELS = frozenset(label for template in TEMPLATES for label in template.labels)
ROWS_AT_MOST = 40
NASTY = (
    "=SUM(A1:A9)", "+86", "-3%", "@甲", "'66", "=cmd|' /C calc'!A0", "_x0041_", "&lt;b>&amp;",
    "]]>", '"引"', "甲\n乙", "甲\n\n乙", "1E5", "001", "TRUE", "#REF!", "2023-01-01", "10%",
    "🀄社区", "a  b", "甲；乙、丙", "长" * 700, "第一行\n" * 30 + "末行", "W" * 300,
    "≥90%", "2023年底前", "12次", "５个", "考核达标", "0.5万元/次，20次",
)  # fmt: skip
_WORDS = st.text(
    st.sampled_from(
        "甲乙丙村社区宣传整治环境服务≥≤%0123456789abcXYZ，。、；（）()*×/-+=&<>'\"_ \n"
    ),
    max_size=40,
)


def is_plain(text: str) -> bool:
    """Whether a reader can't take the text for something the form prints."""
    lines = [fold(piece) for piece in text.replace("：", ":").replace("\n", ":").split(":")]
    return not any(
        line in LABELS or any(line.startswith(label) for label in LABELS) for line in lines
    )


def texts(*, empty: bool = True) -> st.SearchStrategy[str]:
    """Words a cell may hold: no blanks at the ends, no label of a form."""
    found = st.one_of(st.sampled_from(NASTY), _WORDS).map(lambda text: text.strip(WHITESPACE))
    found = found.filter(lambda text: is_plain(text) or text in NASTY)
    return found if empty else found.filter(bool)


AMOUNTS = st.one_of(
    st.none(),
    st.decimals(Decimal(-5000), Decimal(999999), places=2),
    st.decimals(Decimal(0), Decimal(5000), places=6),
    st.integers(0, 10**6).map(Decimal),
    st.sampled_from([Decimal("0.00"), Decimal("1234567890123.4567"), Decimal("0.1")]),
)


NUMBERS = st.one_of(
    st.none(), st.decimals(Decimal(3), Decimal(9999), places=2), st.just(Decimal(0))
)


def value(kind: ValueKind, year: int) -> st.SearchStrategy[Value]:
    """A value as the reader gives it for a field or column of that kind."""
    if kind == "target":
        # Names and targets of as many lines are so many rows to the reader.
        return texts().map(lambda text: parse_target(" ".join(text.split("\n")).strip(), year))
    if kind == "period":
        return texts().map(parse_period)
    return _OF_KIND[kind] if kind in _OF_KIND else texts()


_OF_KIND: dict[str, st.SearchStrategy[Value]] = {
    "amount": AMOUNTS,
    "number": NUMBERS,
    "percent": NUMBERS,
    "date": st.sampled_from(["", "2024-02-29", "2023-12-31"]),
    "tick": st.sampled_from(["", "√"]),
    "money-unit": st.just("万元"),
    "sequence": st.sampled_from(["", "一", "二", "10", "(3)"]),
}


@st.composite
def forms(draw: st.DrawFn, template: FormTemplate) -> Form:
    """A filled form of a template, such as reading one might give."""
    blank = blank_layout(template)
    placed = blank.fields.keys() | blank.totals.keys()
    year = draw(st.integers(2000, 2099))
    fields = {
        name: draw(value(kind, year)) if name in placed else empty_value(kind)
        for name, kind in field_kinds(template).items()
    }
    for name, place in blank.fields.items():
        text = fields[name]
        if place.offset and isinstance(text, str):  # behind its label, a line of its own
            # A bracket right behind a label belongs to it, and a colon ends another.
            text = " ".join(re.sub("[(（）):：]", "", text).split())
            fields[name] = text if fold(text) else ""
    tables: dict[str, tuple[Row, ...]] = {}
    for block in blank.blocks:
        outer = draw(st.lists(OUTER, max_size=4)) if block.tables[0].stub[1:] else None
        for one in block.tables:
            tables[one.name] = draw(rows(template.tables[one.name], year, outer))
    return Form(
        kind=template.kind,
        template=template.name,
        sheet="",
        range="",
        title="",
        year=year,
        fields=fields,
        tables={name: tables[name] for name in template.tables},
        origins={},
    )


OUTER = st.sampled_from(["产出指标", "效益指标", "满意度指标", "进度指标", "=新增"])
_INNER = st.sampled_from(["数量指标", "质量指标", "成本指标", "环境效益", "服务对象满意度指标"])
_COUNTS = st.sampled_from([1, 1, 1, 2, 3, ROWS_AT_MOST])


@st.composite
def rows(
    draw: st.DrawFn, table: TableTemplate, year: int, outer: list[str] | None
) -> tuple[Row, ...]:
    """Rows of a table: groups of up to forty, an empty slot only where a group begins."""
    if not table.stub:
        count = draw(st.sampled_from([0, 1, 2, 7, ROWS_AT_MOST]))
        return tuple(_many(table, draw(_leaf(table, {}, year)), count))
    paths = _two_levels(draw, outer) if outer is not None else _one_level(draw)
    found: list[Row] = []
    for before, path in pairwise([None, *paths]):
        if path == before or path is None:
            continue
        stub: dict[str, Value] = dict(zip(table.stub, path, strict=True))
        if any(path) and draw(st.booleans()):
            found.append(_empty(table, stub))
        else:
            found += _many(table, draw(_leaf(table, stub, year)), 1)
        found += _many(table, draw(_leaf(table, stub, year)), draw(_COUNTS) - 1)
    return tuple(found)


def _two_levels(draw: st.DrawFn, outer: list[str]) -> list[tuple[str, ...]]:
    """Groups in any order; an inner level is blank only right where an outer one begins."""
    paths: list[tuple[str, ...]] = []
    for name in outer:
        levels = draw(st.lists(_INNER, min_size=1, max_size=3))
        if draw(st.booleans()) and not (paths and paths[-1][0] == name):
            levels.insert(0, "")
        paths += [(name, level) for level in levels]
    return paths


def _one_level(draw: st.DrawFn) -> list[tuple[str, ...]]:
    names = draw(st.lists(texts(empty=False), max_size=4))
    return [*([("",)] if draw(st.booleans()) else []), *((name,) for name in names)]


def _many(table: TableTemplate, row: Row, count: int) -> list[Row]:
    """The row so often, its last words numbered."""
    parts = {part for parts in table.declaration.composite.values() for part in parts}
    name = next(
        key
        for key, value in reversed([*row.items()])
        if isinstance(value, str)
        and value
        and key not in parts
        and (key in table.stub or table.columns[key].kind == "text")
    )
    return [{**row, name: f"{row[name]}{n or ''}"} for n in range(count)]


def _empty(table: TableTemplate, stub: dict[str, Value]) -> Row:
    leaves = {n: empty_value(c.kind) for n, c in table.columns.items() if not c.stub}
    return {**stub, **leaves}


@st.composite
def _leaf(draw: st.DrawFn, table: TableTemplate, stub: dict[str, Value], year: int) -> Row:
    columns = [column for column in table.columns.values() if not column.stub]
    row = dict(stub)
    for column in columns:
        row[column.name] = draw(value(column.kind, year))
    lead = next(column for column in columns if column.kind == "text")
    row[lead.name] = draw(texts(empty=False))
    return _composed(table, row, year)


def _composed(table: TableTemplate, row: Row, year: int) -> Row:
    """A row with the targets that the reader puts together from several columns."""
    targets = {
        name: composed_target([row[part] for part in parts], year)
        for name, parts in table.declaration.composite.items()
    }
    return {**row, **targets}


def submission(*filed: Form) -> Submission:
    """Forms as one submission."""
    return Submission(Source("生成.xlsx", "xlsx", ""), "生成单位", filed[0].year, filed)
