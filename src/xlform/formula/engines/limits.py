"""Formulas that evaluators cannot be asked for: one table for the quorum and the pages of rules.

The results of an engine for such a formula do not count, since it lacks what decides the result (a
table, the hidden rows, the locale) or is known to get it wrong. Measured with cellrune 0.2.0 and
betteroffice-xlsx 0.2.1; the examples run as tests.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

import msgspec

from xlform.formula.engines.request import Engine
from xlform.formula.references import Why
from xlform.formula.values import Reason

ENGINES: tuple[Engine, ...] = ("cellrune", "betteroffice")
_BOTH = frozenset(ENGINES)
_NEITHER = frozenset[Engine]()
# Kinds of cells read: days, rows hidden by hand or by a filter, one range on several sheets.
Reads = Literal["days", "hidden-rows", "sheets"]


class Limit(msgspec.Struct, frozen=True):
    """A kind of formula, and the evaluators that cannot be asked for it.

    ``key`` names its text in the catalog (``engine-limit.…``). A formula is of the kind if our own
    evaluator refuses it for one of ``refusals``, if it uses one of ``references`` or ``functions``,
    or if it reads such cells as ``reads`` names. ``engines`` are those not asked;
    ``is_computed_here``: our own evaluator computes it. ``examples`` read the cells of
    :data:`EXAMPLE_CELLS`.
    """

    key: str
    examples: tuple[str, ...]
    refusals: frozenset[Reason] = frozenset()
    references: frozenset[Why] = frozenset()
    functions: frozenset[str] = frozenset()
    reads: Reads | None = None
    engines: frozenset[Engine] = _BOTH
    is_computed_here: bool = False


class Traits(msgspec.Struct, frozen=True):
    """Traits of a formula, known before an engine is asked for it.

    ``refusal`` is why our own evaluator refuses it, ``None`` if it computes it.
    """

    refusal: Reason | None
    references: Collection[str]
    functions: Collection[str]
    reads: Collection[Reads]


# A workbook for the examples: two sheets, row 4 hidden.
EXAMPLE_CELLS = """
@name 跨边 甲!A1048576:A1
@sheet 甲
@hidden rows 4
| 项目 | 金额       | 比例 | 日期       |
| 甲   | 450        | 50%  | 2023-01-01 |
| 乙   | 161        | 26%  | 2023-12-31 |
| 丙   | 20         | 24%  | '１２      |
@sheet 乙
| 项目 | 1000       |
"""

# Functions whose result depends on the language of the program or its code page.
_BY_LOCALE = frozenset(
    {
        "ASC", "BAHTTEXT", "CODE", "DBCS", "DOLLAR", "FINDB", "JIS", "LEFTB", "LENB", "MIDB",
        "NUMBERSTRING", "PHONETIC", "REPLACEB", "RIGHTB", "RMB", "SEARCHB", "WIDECHAR", "YEN",
    }
)  # fmt: skip

LIMITS: tuple[Limit, ...] = (
    Limit(
        "external",
        ("[科室汇总.xlsx]附表2!C4", 'GETPIVOTDATA("金额",A1)'),
        refusals=frozenset({"external"}),
        references=frozenset({"external"}),
    ),
    Limit(
        "clock",
        ("YEAR(TODAY())", "RAND()", 'CELL("row",B3)'),
        refusals=frozenset({"clock"}),
        references=frozenset({"clock"}),
    ),
    Limit(
        "table",
        ("SUM(支出表[金额])", "支出表[[#This Row],[金额]]*2", "COUNTA(支出表[项目])"),
        refusals=frozenset({"table"}),
        references=frozenset({"table"}),
    ),
    Limit(
        "name",
        ("没有定义的名称*2", "没有的表!B2"),
        refusals=frozenset({"name"}),
        references=frozenset({"name"}),
    ),
    Limit("relative-name", ("SUM(跨边)",), refusals=frozenset({"relative-name"})),
    Limit(
        "array",
        ("B2:B3", "@B2:B3", "SUM(B2#)", "SUM(B2:B3*C2:C3)", 'MAX(IF(A2:A3="甲",B2:B3))'),
        refusals=frozenset({"array"}),
    ),
    Limit("days", ("D3-D2", "MAX(D2:D3)"), refusals=frozenset({"dates"}), reads="days"),
    Limit(
        "text",
        ("D4+1", 'IFERROR(DATEVALUE("2023年1月"),0)'),
        refusals=frozenset({"text"}),
    ),
    Limit(
        "format",
        (
            'TEXT(B2,"[DBNum2]")',
            'TEXT(B2,"G/通用格式")',
            'TEXT(1,"aaaa")',
            'TEXT(B2,"[$¥-804]0.00")',
            "CHAR(163)",
        ),
        refusals=frozenset({"format"}),
    ),
    Limit("locale", ('ASC("１２")', "DOLLAR(B2)", 'LENB("甲")'), functions=_BY_LOCALE),
    Limit(
        "hidden-rows",
        ("SUBTOTAL(9,B2:B4)", "AGGREGATE(9,6,B2:B4)"),
        refusals=frozenset({"hidden-rows"}),
        reads="hidden-rows",
    ),
    Limit("syntax", ("SUM(B2:B3", 'INDIRECT("R2C2",FALSE)'), refusals=frozenset({"syntax"})),
    Limit(
        "sheets",
        ("SUM(甲:乙!B2)", "COUNT(甲:乙!B2)"),
        reads="sheets",
        engines=frozenset({"betteroffice"}),
        is_computed_here=True,
    ),
    Limit(
        "function",
        ("AGGREGATE(14,6,B2:B3,1)", "ADDRESS(2,2)", "MEDIAN(B2:B3)"),
        refusals=frozenset({"function"}),
        engines=_NEITHER,
    ),
    Limit(
        "binary",
        ("INT(4.35*100)", "0.1+0.2=0.3"),
        refusals=frozenset({"binary"}),
        engines=_NEITHER,
    ),
    Limit(
        "differs",
        ('COUNTIF(A2:A4,"110101199001011234")', 'TEXTJOIN(",",FALSE,A2:A4)'),
        refusals=frozenset({"differs"}),
        engines=_NEITHER,
    ),
)

# Functions an engine does not have. It answers #NAME?, which IFERROR or COUNT turns into a number.
MISSING_FUNCTIONS: dict[Engine, frozenset[str]] = {
    "cellrune": frozenset(
        {
            "CUBEVALUE", "EVALUATE", "GETPIVOTDATA", "IMAGE", "INFO", "JIS", "NUMBERSTRING",
            "PHONETIC", "RMB", "RTD", "WEBSERVICE", "WIDECHAR", "YEN",
        }
    ),
    "betteroffice": frozenset(
        {
            "ACCRINT", "ACOSH", "AMORLINC", "ARABIC", "ARRAYTOTEXT", "ASC", "BAHTTEXT", "BASE",
            "BIN2DEC", "BITAND", "CEILING.MATH", "CELL", "CUBEVALUE", "CUMIPMT", "CUMPRINC",
            "DAVERAGE", "DAYS360", "DB", "DBCS", "DCOUNT", "DDB", "DEC2BIN", "DECIMAL", "DELTA",
            "DGET", "DISC", "DMAX", "DMIN", "DOLLAR", "DOLLARDE", "DSUM", "EFFECT", "ENCODEURL",
            "ERROR.TYPE", "EVALUATE", "FILTERXML", "FINDB", "FLOOR.MATH", "GETPIVOTDATA", "GROWTH",
            "IMAGE", "INFO", "INTRATE", "IPMT", "IRR", "ISFORMULA", "ISNONTEXT", "ISPMT", "ISREF",
            "JIS", "LEFTB", "LENB", "MIDB", "MINVERSE", "MIRR", "MULTINOMIAL", "MUNIT", "NOMINAL",
            "NUMBERSTRING", "OCT2DEC", "PEARSON", "PERCENTRANK", "PERMUT", "PHONETIC", "PPMT",
            "PRICE", "RANDARRAY", "RATE", "REPLACEB", "RIGHTB", "RMB", "ROMAN", "RTD", "SEARCHB",
            "SHEET", "SHEETS", "SLN", "SUMX2MY2", "SUMXMY2", "SYD", "TYPE", "UNICHAR", "UNICODE",
            "VALUETOTEXT", "VDB", "WEBSERVICE", "WIDECHAR", "XIRR", "XNPV", "YEN", "ZTEST",
        }
    ),
}  # fmt: skip


def limits_of(traits: Traits) -> list[Limit]:
    """Return the kinds a formula is of."""
    return [limit for limit in LIMITS if _is_of(traits, limit)]


def _is_of(traits: Traits, limit: Limit) -> bool:
    """Return whether a formula is of a kind.

    One computed here is of no kind that is not; one that waits for the cells it reads may yet be
    computed.
    """
    if traits.refusal == "unknown" if limit.is_computed_here else traits.refusal is None:
        return False
    return (
        traits.refusal in limit.refusals
        or not limit.references.isdisjoint(traits.references)
        or not limit.functions.isdisjoint(traits.functions)
        or limit.reads in traits.reads
    )


def excluded_engines(traits: Traits) -> frozenset[Engine]:
    """Return the engines that cannot be asked for a formula."""
    excluded = {engine for limit in limits_of(traits) for engine in limit.engines}
    for engine, missing in MISSING_FUNCTIONS.items():
        if not missing.isdisjoint(traits.functions):
            excluded.add(engine)
    return frozenset(excluded)
