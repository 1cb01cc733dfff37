"""Formulas as files hold them: functions newer than the format prefixed."""

from __future__ import annotations

import re
from typing import Final

from xlform.formula.tokens import tokens

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
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9.]*")


def stored_formula(formula: str) -> str:
    """Return a formula as a file holds it; ``ValueError`` for one that names its own variables.

    Without its equals sign on either side; functions that have their prefix keep it.
    """
    found = tokens(formula)
    texts = [text for _, text in found]
    for place, (kind, text) in enumerate(found):
        is_called = kind == "word" and texts[place + 1 : place + 2] == ["("]
        if is_called and texts[place - 1 : place] != ["!"] and _NAME.fullmatch(text):
            texts[place] = _prefix(text.upper()) + text
    return "".join(texts)


def _prefix(function: str) -> str:
    if function in _WITH_VARIABLES:
        raise ValueError(function)
    if function in _NEWER_SHEET_FUNCTIONS:
        return "_xlfn._xlws."
    return "_xlfn." if function in _NEWER else ""
