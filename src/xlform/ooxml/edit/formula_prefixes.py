"""Formulas as files hold them: functions newer than the format prefixed."""

from __future__ import annotations

import re
from typing import Final

# Functions newer than Excel 2007 are stored with a prefix, else Excel shows #NAME? (MS-XLSX 2.2.2).
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
# Strings, quoted sheet names and bracketed parts are skipped.
_CALL: Final = re.compile(
    r"""(?P<skip>"(?:[^"]|"")*"|'(?:[^']|'')*'|\[[^\]]*+\]?)
    |(?<![\w.!])(?P<name>[A-Za-z][A-Za-z0-9.]*)(?=\()""",
    re.VERBOSE,
)


def stored_formula(formula: str) -> str:
    """Return a formula as stored; ``ValueError`` for a function that declares variables.

    No equals sign on either side; functions that have their prefix keep it.
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
