"""Formats of a summary's sheets, and their names, by which rows written as text refer to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

# What the formats are built on: 宋体 as official papers have it, thin lines that print light.
BASE: Final[dict[str, Any]] = {
    "font_name": "宋体",
    "font_size": 10.5,
    "valign": "vcenter",
    "border": 1,
    "border_color": "#BFBFBF",
}
HEAD_FILL: Final = "#DDEBF7"
TOTAL_FILL: Final = "#FFF2CC"
SUBTOTAL_FILL: Final = "#F2F2F2"
INK: Final = "#1F3864"
_LINK: Final = "#0563C1"
# Figures keep a distance from the next column, a larger one below a filter's button.
_FIGURE: Final = {"align": "right", "indent": 1}
_BELOW_FILTER: Final = {"align": "right", "indent": 2}
_PLACES: Final = 6

_MONEY: Final = tuple(f"#,##0.{'0' * max(places, 2)}" for places in range(_PLACES + 1))
MONEY: Final = (*_MONEY, "#,##0.00##########")
_NUMBERS: Final = tuple("0." + "0" * places if places else "0" for places in range(_PLACES + 1))
NUMBERS: Final = (*_NUMBERS, "0.##########")
_WRAPPED: Final = {"text_wrap": True}
_MIDDLE: Final = {"align": "center"}


def _detail() -> dict[str, dict[str, Any]]:
    """Return the formats of rows by name."""
    bold = {"bold": True, "bg_color": SUBTOTAL_FILL}
    formats: dict[str, dict[str, Any]] = {
        "text": _WRAPPED,
        # With a quote prefix text such as =1 stays text when the cell is edited.
        "literal": _WRAPPED | {"quote_prefix": True},
        "centered": _WRAPPED | _MIDDLE,
        "whole": _MIDDLE | {"num_format": "0"},
        "day": _MIDDLE | {"num_format": "yyyy-mm-dd"},
        "link": {"shrink": True, "font_color": _LINK, "underline": 1},
        "error": _MIDDLE | {"bg_color": "#FFC7CE"},
        "warning": _MIDDLE | {"bg_color": "#FFEB9C"},
        "info": _MIDDLE | {"bg_color": "#DDEBF7"},
        "subtotal": bold,
        "subtotal-centered": bold | _MIDDLE,
        "subtotal-whole": bold | _MIDDLE | {"num_format": "0"},
    }
    for places in range(len(MONEY)):
        formats[f"money-{places}"] = _FIGURE | {"num_format": MONEY[places]}
        formats[f"figure-{places}"] = _FIGURE | {"num_format": NUMBERS[places]}
        formats[f"subtotal-money-{places}"] = bold | _FIGURE | {"num_format": MONEY[places]}
    return formats


DETAIL: Final = _detail()
# Formats of percentages, which most summaries do not need: 95 is shown as 95%.
_PERCENT: Final = {
    f"percent-{places}": _FIGURE | {"num_format": f'{number}"%"'}
    for places, number in enumerate(NUMBERS)
}


class CellFormats:
    """The formats of one workbook, each created once.

    ``detail`` are those of rows by name, with ``percent`` those of percentages among them.
    """

    def __init__(self, workbook: Workbook, *, percent: bool = False) -> None:
        self._workbook = workbook
        self._cache: dict[str, Format] = {}
        detail = DETAIL | (_PERCENT if percent else {})
        self.detail = {name: self.bordered(**properties) for name, properties in detail.items()}
        self.title = workbook.add_format(
            {
                "font_name": "宋体",
                "font_size": 16,
                "bold": True,
                "align": "center",
                "valign": "vcenter",
            }
        )
        self.note = self.borderless(font_size=9, font_color="#595959", align="left")
        self.money_unit = self.borderless(font_size=9, font_color="#595959", align="right")
        self.head = self.bordered(bold=True, align="center", text_wrap=True, bg_color=HEAD_FILL)
        self.total = self.bordered(bold=True, align="center", bg_color=TOTAL_FILL)
        self.total_whole = self.bordered(
            bold=True, align="center", bg_color=TOTAL_FILL, num_format="0"
        )

    def bordered(self, **properties: object) -> Format:
        """Return a format on the common base."""
        return self._of(BASE | properties)

    def borderless(self, **properties: object) -> Format:
        """Return a format without lines."""
        base = {key: value for key, value in BASE.items() if not key.startswith("border")}
        return self._of(base | properties)

    def total_money(self, places: int) -> Format:
        """Return the format of 合计 of money with so many decimal places."""
        shown = MONEY[min(places, len(MONEY) - 1)]
        return self.bordered(bold=True, bg_color=TOTAL_FILL, num_format=shown, **_BELOW_FILTER)

    def _of(self, properties: dict[str, Any]) -> Format:
        key = repr(sorted(properties.items()))
        if key not in self._cache:
            self._cache[key] = self._workbook.add_format(properties)
        return self._cache[key]
