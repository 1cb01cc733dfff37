"""Formulas as files hold them: functions newer than the format prefixed, references moved."""

from __future__ import annotations

import re
from typing import Final

from xlform.ooxml.address import COLUMNS_AT_MOST, ROWS_AT_MOST, column_letters, column_number

# What came after Excel 2007 is stored with a prefix, else Excel shows #NAME? ([MS-XLSX] 2.2.2).
_NEWER_NAMES: Final = """
    ACOT ACOTH AGGREGATE ANCHORARRAY ARABIC ARRAYTOTEXT BASE BETA.DIST BETA.INV BINOM.DIST
    BINOM.DIST.RANGE BINOM.INV BITAND BITLSHIFT BITOR BITRSHIFT BITXOR BYCOL BYROW CEILING.MATH
    CEILING.PRECISE CHISQ.DIST CHISQ.DIST.RT CHISQ.INV CHISQ.INV.RT CHISQ.TEST CHOOSECOLS
    CHOOSEROWS COMBINA CONCAT CONFIDENCE.NORM CONFIDENCE.T COT COTH COVARIANCE.P COVARIANCE.S CSC
    CSCH DAYS DECIMAL DROP ENCODEURL ERF.PRECISE ERFC.PRECISE EXPAND EXPON.DIST F.DIST F.DIST.RT
    F.INV F.INV.RT F.TEST FILTERXML FLOOR.MATH FLOOR.PRECISE FORECAST.ETS FORECAST.ETS.CONFINT
    FORECAST.ETS.SEASONALITY FORECAST.ETS.STAT FORECAST.LINEAR FORMULATEXT GAMMA GAMMA.DIST
    GAMMA.INV GAMMALN.PRECISE GAUSS HSTACK HYPGEOM.DIST IFNA IFS IMAGE IMCOSH IMCOT IMCSC IMCSCH
    IMSEC IMSECH IMSINH IMTAN ISFORMULA ISOMITTED ISOWEEKNUM LOGNORM.DIST LOGNORM.INV MAKEARRAY
    MAXIFS MINIFS MODE.MULT MODE.SNGL MUNIT NEGBINOM.DIST NORM.DIST NORM.INV NORM.S.DIST
    NORM.S.INV NUMBERVALUE PDURATION PERCENTILE.EXC PERCENTILE.INC PERCENTRANK.EXC PERCENTRANK.INC
    PERMUTATIONA PHI POISSON.DIST QUARTILE.EXC QUARTILE.INC RANDARRAY RANK.AVG RANK.EQ RRI SEC
    SECH SEQUENCE SHEET SHEETS SINGLE SKEW.P SORTBY STDEV.P STDEV.S SWITCH T.DIST T.DIST.2T
    T.DIST.RT T.INV T.INV.2T T.TEST TAKE TEXTAFTER TEXTBEFORE TEXTJOIN TEXTSPLIT TOCOL TOROW
    UNICHAR UNICODE UNIQUE VALUETOTEXT VAR.P VAR.S VSTACK WEBSERVICE WEIBULL.DIST WRAPCOLS
    WRAPROWS XLOOKUP XMATCH XOR Z.TEST
"""
_NEWER: Final = frozenset(_NEWER_NAMES.split())
_NEWER_SHEET_FUNCTIONS: Final = frozenset({"FILTER", "SORT"})
# These name variables of their own, which are stored with a prefix each.
_WITH_VARIABLES: Final = frozenset({"LET", "LAMBDA", "MAP", "REDUCE", "SCAN", "BYROW", "BYCOL"})
# Strings, quoted sheet names and what stands in brackets are stepped over.
_CALL: Final = re.compile(
    r"""(?P<skip>"(?:[^"]|"")*"|'(?:[^']|'')*'|\[[^\]]*+\]?)
    |(?<![\w.!])(?P<name>[A-Za-z][A-Za-z0-9.]*)(?=\()""",
    re.VERBOSE,
)
_TOKEN: Final = re.compile(
    r"""(?P<skip>"(?:[^"]|"")*"|'(?:[^']|'')*'|\[[^\]]*+\]?)
    |(?P<cell>(?<![\w.$])(?P<dc>\$?)(?P<c>[A-Za-z]{1,3})(?P<dr>\$?)(?P<r>[1-9][0-9]{0,6})
        (?![\w.(!]))
    |(?P<cols>(?<![\w.$])(?P<d1>\$?)(?P<c1>[A-Za-z]{1,3}):(?P<d2>\$?)(?P<c2>[A-Za-z]{1,3})
        (?![\w.(!$]))
    |(?P<rows>(?<![\w.$])(?P<e1>\$?)(?P<r1>[1-9][0-9]{0,6}):(?P<e2>\$?)(?P<r2>[1-9][0-9]{0,6})
        (?![\w.(!]))""",
    re.VERBOSE,
)


def stored_formula(formula: str) -> str:
    """A formula as a file holds it; ``ValueError`` for one that names variables of its own.

    Without its equals sign on either side; functions that have their prefix keep it.
    """

    def prefixed(match: re.Match[str]) -> str:
        if match["skip"]:
            return match[0]
        name = match["name"].upper()
        if name in _WITH_VARIABLES:
            raise ValueError(name)
        if name in _NEWER_SHEET_FUNCTIONS:
            return f"_xlfn._xlws.{match[0]}"
        return f"_xlfn.{match[0]}" if name in _NEWER else match[0]

    return _CALL.sub(prefixed, formula)


def moved(formula: str, rows: int, columns: int) -> str:
    """A formula as it reads when copied; the same as :func:`xlform.grid.formula.shifted`.

    That one stands in a layer above this; a test holds the two together.
    """

    def move(match: re.Match[str]) -> str:
        if match["cell"]:
            column = _column(match["dc"], match["c"], columns)
            row = _row(match["dr"], match["r"], rows)
            return f"{column}{row}" if column and row else "#REF!"
        if match["cols"]:
            first = _column(match["d1"], match["c1"], columns)
            last = _column(match["d2"], match["c2"], columns)
            return f"{first}:{last}" if first and last else "#REF!"
        if match["rows"]:
            first = _row(match["e1"], match["r1"], rows)
            last = _row(match["e2"], match["r2"], rows)
            return f"{first}:{last}" if first and last else "#REF!"
        return match[0]

    return _TOKEN.sub(move, formula)


def _column(dollar: str, letters: str, by: int) -> str:
    try:
        number = column_number(letters)
    except ValueError:
        return letters
    at = number if dollar else number + by
    return f"{dollar}{column_letters(at)}" if 1 <= at <= COLUMNS_AT_MOST else ""


def _row(dollar: str, digits: str, by: int) -> str:
    at = int(digits) if dollar else int(digits) + by
    return f"{dollar}{at}" if 1 <= at <= ROWS_AT_MOST else ""
