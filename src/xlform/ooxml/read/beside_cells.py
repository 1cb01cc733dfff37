"""Words of a worksheet that are in no cell: comments and text boxes.

Source: ECMA-376 part 1, 18.7 (comments) and 20.5 (drawings).
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from xlform.errors import FileProblem
from xlform.grid.address import COLUMNS_AT_MOST, ROWS_AT_MOST, cell_name
from xlform.grid.model import BesideText
from xlform.ooxml.read.own_comments import appended_at, is_own_comment
from xlform.ooxml.read.package import Package, qualified
from xlform.ooxml.read.relationships import relationships
from xlform.ooxml.whole_number import whole_number

_AUTHOR = qualified("author")
_COMMENT, _TEXT = qualified("comment"), qualified("t")
_DRAWING = (
    "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
    "http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing",
)
ANCHORS = frozenset(
    f"{{{namespace}}}{kind}Anchor" for namespace in _DRAWING for kind in ("twoCell", "oneCell")
)
_TEXTS_AT_MOST = 200
_WORDS_AT_MOST = 200
_LONGEST_NUMBER = 7


def beside_texts(package: Package, part: str) -> tuple[BesideText, ...]:
    """Return the words of a worksheet's comments and text boxes, with their cells.

    Parts that can't be read have none.
    """
    found: list[BesideText] = []
    for link in relationships(package, part).values():
        if link.external or link.target not in package:
            continue
        try:
            if link.kind == "comments":
                found += _comments(package, link.target)
            elif link.kind == "drawing":
                found += _text_boxes(package, link.target)
        except FileProblem:
            continue
    return tuple(found[:_TEXTS_AT_MOST])


def only_own_comments(package: Package, part: str) -> bool:
    """Return whether a worksheet has comments, all of them left by an earlier check."""
    parts = [
        link.target
        for link in relationships(package, part).values()
        if link.kind == "comments" and not link.external and link.target in package
    ]
    try:
        own = [
            is_own_comment(author, _words(comment))
            for one in parts
            for author, comment in _by_author(package, one)
        ]
    except FileProblem:
        return False
    return bool(own) and all(own)


def _comments(package: Package, part: str) -> Iterator[BesideText]:
    """Yield the comments of a sheet but for those that an earlier check left in it."""
    for author, comment in _by_author(package, part):
        words = _words(comment)
        if (appended := appended_at(words)) >= 0:
            words = words[:appended]
        if words.strip() and not is_own_comment(author, words):
            yield BesideText("comments", comment.get("ref", ""), words.strip()[:_WORDS_AT_MOST])


def _by_author(package: Package, part: str) -> Iterator[tuple[str, ET.Element]]:
    """Yield each comment of a part with its author, "" where the part doesn't name one."""
    authors = [author.text or "" for author in package.elements(part, _AUTHOR)]
    for comment in package.elements(part, _COMMENT):
        number = whole_number(comment.get("authorId", ""))
        known = number is not None and number < len(authors)
        yield (authors[number or 0] if known else ""), comment


def _words(comment: ET.Element) -> str:
    return "".join(text.text or "" for text in comment.iter() if text.tag in _TEXT)


def _text_boxes(package: Package, part: str) -> Iterator[BesideText]:
    for anchor in package.elements(part, ANCHORS):
        lines = [
            "".join(text.text or "" for text in paragraph.iter() if _local(text) == "t")
            for paragraph in anchor.iter()
            if _local(paragraph) == "p"
        ]
        words = "\n".join(lines).strip()
        if words:
            yield BesideText("drawing", _corner(anchor), words[:_WORDS_AT_MOST])


def _corner(anchor: ET.Element) -> str:
    """Return the cell under the upper left corner, "" where it is on no sheet."""
    start = next((child for child in anchor if _local(child) == "from"), None)
    if start is None:
        return ""
    at = {_local(child): (child.text or "").strip() for child in start}
    row, column = at.get("row", ""), at.get("col", "")
    if not (
        row.isdecimal() and column.isdecimal() and max(len(row), len(column)) <= len("1048576")
    ):
        return ""
    place = int(row) + 1, int(column) + 1
    return cell_name(*place) if place[0] <= ROWS_AT_MOST and place[1] <= COLUMNS_AT_MOST else ""


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]
