"""Formulas that evaluators cannot be asked for, as the pages of rules list them.

Made from the table that decides who is asked (:mod:`xlform.formula.engines.limits`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from xlform.formula.engines.limits import ENGINES, LIMITS, MISSING_FUNCTIONS, Limit
from xlform.messages.catalog import CATALOG

HEADING: Final = "engines.heading"
# The rule whose page has the examples.
_FULL_PAGE = "G-11"
_OWN = "xlform"
_ALL = frozenset(ENGINES)


def limit_text(language: str, *, full: bool, markdown: bool = False) -> str:
    """Return the section on who computes formulas: a list, in full with examples and functions."""
    return "\n".join(_Section(language, markdown=markdown).lines(full=full))


class _Section:
    """The section in one language."""

    def __init__(self, language: str, *, markdown: bool) -> None:
        self._is_english = language == "en"
        self._markdown = markdown

    def lines(self, *, full: bool) -> Iterator[str]:
        """Yield who counts, the kinds of formulas that are not asked for, and in full examples."""
        yield self._message("engines.vote")
        yield ""
        nobody = [limit for limit in LIMITS if limit.engines == _ALL]
        yield f"- {self._message('engines.nobody', kinds=self._kinds(nobody))}"
        refused = [limit for limit in LIMITS if not limit.engines]
        yield f"- {self._message('engines.refused', kinds=self._kinds(refused))}"
        for engine in ENGINES:
            kinds = [one for one in LIMITS if engine in one.engines and one.engines != _ALL]
            missing = self._message("engines.missing", count=str(len(MISSING_FUNCTIONS[engine])))
            listed = self._joined([self._kinds(kinds), missing] if kinds else [missing])
            yield f"- {self._message('engines.not-asked', engine=engine, kinds=listed)}"
        yield ""
        if full:
            yield from self._table()
            yield ""
            yield from self._functions()
        else:
            yield self._message("engines.more", code=_FULL_PAGE)

    def _table(self) -> Iterator[str]:
        heads = [self._message("engines.kind"), self._message("engines.example"), _OWN, *ENGINES]
        yield f"| {' | '.join(heads)} |"
        yield "|---" * len(heads) + "|"
        no, asked = self._message("engines.no"), self._message("engines.asked")
        for limit in LIMITS:
            cells = [
                self._message(f"engine-limit.{limit.key}"),
                self._examples(limit),
                self._message("engines.computed") if limit.is_computed_here else no,
                *(no if engine in limit.engines else asked for engine in ENGINES),
            ]
            yield f"| {' | '.join(cells)} |"

    def _examples(self, limit: Limit) -> str:
        if self._markdown:
            return "<br>".join(f"`={one}`" for one in limit.examples)
        return " ".join(f"={one}" for one in limit.examples)

    def _functions(self) -> Iterator[str]:
        for engine in ENGINES:
            names = (", " if self._is_english else "、").join(sorted(MISSING_FUNCTIONS[engine]))
            yield f"- {self._message('engines.functions', engine=engine, functions=names)}"

    def _kinds(self, limits: Iterable[Limit]) -> str:
        return self._joined(self._message(f"engine-limit.{limit.key}") for limit in limits)

    def _joined(self, texts: Iterable[str]) -> str:
        return ("; " if self._is_english else "；").join(texts)

    def _message(self, key: str, **details: str) -> str:
        return CATALOG[key][1 if self._is_english else 0].format(**details)
