"""Cell formats by name: Song typeface, thin borders, the number formats the bureau prints."""

from __future__ import annotations

FONT = "宋体"
BODY_SIZE = 10.5
DEFAULT_FONT = {"font_name": FONT, "font_size": 11}

Props = dict[str, str | int | float | bool]

_BODY: Props = {"font_name": FONT, "font_size": BODY_SIZE, "valign": "vcenter", "text_wrap": True}
_BOXED: Props = {**_BODY, "border": 1}
_LINE: Props = {"font_name": FONT, "font_size": 11, "align": "left", "valign": "vcenter"}
_CENTRED: Props = {**_BOXED, "align": "center"}

STYLES: dict[str, Props] = {
    "title": {
        "font_name": FONT,
        "font_size": 18,
        "bold": True,
        "align": "center",
        "valign": "vcenter",
    },
    "title_left": {**_LINE, "font_size": 18, "bold": True},
    "tag": {**_BODY, "align": "left", "font_size": 11},
    "year": {**_BODY, "align": "center", "font_size": 12},
    "unit": _LINE,
    "money_unit": {**_BODY, "align": "right", "font_size": 11},
    "head": {**_CENTRED, "bold": True},
    "label": {**_CENTRED},
    "stub": {**_CENTRED},
    "center": {**_CENTRED},
    "text": {**_BOXED, "align": "left"},
    "money": {**_CENTRED, "num_format": "0.00"},
    "total": {**_CENTRED, "num_format": "0.00", "bold": True},
    "total_blank": {**_CENTRED, "num_format": "0.00;-0.00;", "bold": True},
    "count": {**_CENTRED},
    "equals": {**_CENTRED, "quote_prefix": True},
    "as_text": {**_CENTRED, "num_format": "@"},
    "percent": {**_CENTRED, "num_format": "0%"},
    "date": {**_CENTRED, "num_format": "yyyy-mm-dd"},
    "sign": {**_LINE, "border": 1},
    "contact": _LINE,
    "aside": {**_BODY, "align": "center", "font_color": "#7F7F7F"},
    "aside_money": {**_BODY, "align": "center", "font_color": "#7F7F7F", "num_format": "0.00"},
    "note": {**_BODY, "align": "left", "font_size": 11},
}

STANDARDS = ("计划标准", "历史标准", "行业标准", "其他标准")
