"""The formats of a summary's sheets, and the numbers by which rows written as text name them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

# What the looks are built on: 宋体 as official papers have it, thin lines that print light.
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
# Kept off the edge, where the next column begins; more of it where a filter's button stands.
_FIGURE: Final = {"align": "right", "indent": 1}
_UNDER_BUTTON: Final = {"align": "right", "indent": 2}
_PLACES: Final = 6

_MONEY: Final = tuple(f"#,##0.{'0' * max(places, 2)}" for places in range(_PLACES + 1))
MONEY: Final = (*_MONEY, "#,##0.00##########")
_NUMBERS: Final = tuple("0." + "0" * places if places else "0" for places in range(_PLACES + 1))
NUMBERS: Final = (*_NUMBERS, "0.##########")
_WRAPPED: Final = {"text_wrap": True}
_MIDDLE: Final = {"align": "center"}


def _detail() -> dict[str, dict[str, Any]]:
    """The formats of rows by name."""
    bold = {"bold": True, "bg_color": SUBTOTAL_FILL}
    looks: dict[str, dict[str, Any]] = {
        "words": _WRAPPED,
        # A sign that begins a text stays one when somebody edits the cell.
        "literal": _WRAPPED | {"quote_prefix": True},
        "middle": _WRAPPED | _MIDDLE,
        "whole": _MIDDLE | {"num_format": "0"},
        "day": _MIDDLE | {"num_format": "yyyy-mm-dd"},
        "link": {"shrink": True, "font_color": _LINK, "underline": 1},
        "error": _MIDDLE | {"bg_color": "#FFC7CE"},
        "warning": _MIDDLE | {"bg_color": "#FFEB9C"},
        "info": _MIDDLE | {"bg_color": "#DDEBF7"},
        "subtotal": bold,
        "subtotal-middle": bold | _MIDDLE,
        "subtotal-whole": bold | _MIDDLE | {"num_format": "0"},
    }
    for places in range(len(MONEY)):
        looks[f"money-{places}"] = _FIGURE | {"num_format": MONEY[places]}
        looks[f"figure-{places}"] = _FIGURE | {"num_format": NUMBERS[places]}
        looks[f"subtotal-money-{places}"] = bold | _FIGURE | {"num_format": MONEY[places]}
    return looks


DETAIL: Final = _detail()
NAMES: Final = tuple(DETAIL)


class Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[str, Format] = {}
        self.detail = {name: self.made(**look) for name, look in DETAIL.items()}
        self.title = workbook.add_format(
            {
                "font_name": "宋体",
                "font_size": 16,
                "bold": True,
                "align": "center",
                "valign": "vcenter",
            }
        )
        self.note = self.bare(font_size=9, font_color="#595959", align="left")
        self.money_unit = self.bare(font_size=9, font_color="#595959", align="right")
        self.head = self.made(bold=True, align="center", text_wrap=True, bg_color=HEAD_FILL)
        self.total = self.made(bold=True, align="center", bg_color=TOTAL_FILL)
        self.total_whole = self.made(bold=True, align="center", bg_color=TOTAL_FILL, num_format="0")

    def made(self, **look: object) -> Format:
        """A format on the common base."""
        return self._of(BASE | look)

    def bare(self, **look: object) -> Format:
        """A format without lines."""
        base = {key: value for key, value in BASE.items() if not key.startswith("border")}
        return self._of(base | look)

    def total_money(self, places: int) -> Format:
        """合计 of money with so many decimal places."""
        shown = MONEY[min(places, len(MONEY) - 1)]
        return self.made(bold=True, bg_color=TOTAL_FILL, num_format=shown, **_UNDER_BUTTON)

    def _of(self, look: dict[str, Any]) -> Format:
        key = repr(sorted(look.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(look)
        return self._made[key]
