"""A comparison as a self-contained HTML page: both values, and the picture of a scan's place."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

from xlform.comparison.model import Comparison, Difference, Side
from xlform.comparison.text import by_certainty
from xlform.messages import language, translate
from xlform.model.page_place import PagePlace
from xlform.report.html_text import escape
from xlform.report.sheets.edited_text import edited_text

_STYLE: Final = """
:root { color-scheme: light; --line: #d8dde3; --faint: #66707c; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem 1.25rem 4rem; color: #1d2329;
  font: 15px/1.6 "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC",
  "WenQuanYi Micro Hei", sans-serif; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; }
h2 { font-size: 1.2rem; margin: 2.5rem 0 0; padding-top: 1rem; border-top: 2px solid #1d2329; }
h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
.note { color: var(--faint); margin: 0 0 .5rem; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
th { text-align: left; font-weight: 600; color: var(--faint); border-bottom: 1px solid #9aa4af;
  padding: .3rem .5rem; }
td { vertical-align: top; border-bottom: 1px solid var(--line); padding: .5rem;
  overflow-wrap: anywhere; white-space: pre-line; }
th.number { width: 3rem; }
th.kind { width: 5rem; }
td img { display: block; max-width: 100%; margin-top: .4rem; border: 1px solid var(--line); }
del { background: #fbe3e1; color: #9c1c12; text-decoration: none; }
ins { background: #dff0e0; color: #1d5a25; text-decoration: none; }
.place { display: block; color: var(--faint); font-size: .87em; }
@media print { body { max-width: none; padding: 0; } tr { break-inside: avoid; } }
"""
_Pictures = Mapping[tuple[bool, PagePlace], bytes]


def diff_page(comparison: Comparison, left: Path, right: Path) -> str:
    """Return the page; ``left`` and ``right`` are the files compared.

    Raises :class:`~xlform.errors.FileProblem` where a scan can't be opened again.
    """
    certain, doubtful = by_certainty(comparison)
    shown = [*certain, *doubtful]
    pictures = {
        **_pictures(left, [difference.left for difference in shown], is_right=False),
        **_pictures(right, [difference.right for difference in shown], is_right=True),
    }
    title = translate("diff.title")
    counts = translate("diff.counts", total=len(shown), **comparison.counts)
    files = translate("diff.files", left=comparison.left.name, right=comparison.right.name)
    parts = [
        "<!doctype html>",
        f'<html lang="{"zh-CN" if language() == "zh" else "en"}">',
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="xlform" content="diff">',
        f"<title>{escape(title)}</title>",
        f"<style>{_STYLE}</style>",
        f"<h1>{escape(title)}</h1>",
        f'<p class="note">{escape(files)}</p>',
        f"<p>{escape(counts if shown else translate('diff.equal'))}</p>",
        *_unread(comparison),
        *_without_picture(shown, pictures),
        *_section(translate("diff.certain-heading"), "", certain, pictures),
        *_section(
            translate("diff.doubtful-short"),
            translate("diff.doubtful-heading"),
            doubtful,
            pictures,
            len(certain),
        ),
        "</html>",
    ]
    return "\n".join(parts) + "\n"


def _pictures(
    path: Path, sides: Sequence[Side | None], *, is_right: bool
) -> dict[tuple[bool, PagePlace], bytes]:
    """Return the pictures of the places of one side; none of a workbook."""
    places = list(dict.fromkeys(side.place for side in sides if side and side.place))
    if not places:
        return {}
    from xlform.formats.scan.place_pictures import place_pictures  # noqa: PLC0415  (few are scans)
    from xlform.formats.source import file_bytes  # noqa: PLC0415

    if path.suffix.lower() == ".json":  # what was read of a scan, without the scan
        return {}
    found = place_pictures(file_bytes(path), places, str(path))
    return {
        (is_right, place): picture for place, picture in zip(places, found, strict=True) if picture
    }


def _unread(comparison: Comparison) -> Iterator[str]:
    if any(comparison.unread):
        left, right = comparison.unread
        yield f'<p class="note">{escape(translate("diff.unread", left=left, right=right))}</p>'


def _without_picture(differences: Sequence[Difference], pictures: _Pictures) -> Iterator[str]:
    sides = [(side, is_right) for one in differences for side, is_right in
             ((one.left, False), (one.right, True))]  # fmt: skip
    places = {(is_right, side.place) for side, is_right in sides if side and side.place}
    if count := len(places - pictures.keys()):
        yield f'<p class="note">{escape(translate("diff.pictures-missing", count=count))}</p>'


def _section(
    heading: str, note: str, differences: Sequence[Difference], pictures: _Pictures, before: int = 0
) -> Iterator[str]:
    """Yield the differences of one kind of certainty; ``before`` so many have a number already."""
    if not differences:
        return
    yield f"<section><h2>{escape(heading)}</h2>"
    if note:
        yield f'<p class="note">{escape(note)}</p>'
    numbered = enumerate(differences, before + 1)
    for form, same in groupby(numbered, key=lambda item: item[1].form):
        yield f"<h3>{escape(form)}</h3>"
        heads = (
            ("number", "diff-list.number"), ("kind", "diff-list.kind"), ("", "diff-list.label"),
            ("", "diff-list.left"), ("", "diff-list.right"),
        )  # fmt: skip
        cells = "".join(
            f'<th scope="col" class="{css}">{escape(translate(key))}</th>' for css, key in heads
        )
        yield f"<table><thead><tr>{cells}</tr></thead><tbody>"
        for number, difference in same:
            yield _row(number, difference, pictures)
        yield "</tbody></table>"
    yield "</section>"


def _row(number: int, difference: Difference, pictures: _Pictures) -> str:
    left, right = (side.text if side else "" for side in (difference.left, difference.right))
    text = edited_text(left, right)
    around = escape(text.before), escape(text.after)
    marked = (
        _marked(*around, "del", text.removed) if difference.left else "",
        _marked(*around, "ins", text.added) if difference.right else "",
    )
    label = difference.label
    return (
        f'<tr id="d{number}"><td>{number}</td>'
        f"<td>{escape(translate(f'diff-kind.{difference.kind}'))}</td><td>{escape(label)}</td>"
        f"<td>{_side(difference.left, marked[0], label, pictures, is_right=False)}</td>"
        f"<td>{_side(difference.right, marked[1], label, pictures, is_right=True)}</td></tr>"
    )


def _marked(before: str, after: str, tag: str, part: str) -> str:
    shown = f"<{tag}>{escape(part)}</{tag}>" if part else ""
    return f"{before}{shown}{after}" or escape(translate("diff.nothing"))


def _side(side: Side | None, text: str, label: str, pictures: _Pictures, *, is_right: bool) -> str:
    if side is None:
        return escape(translate("diff.nothing"))
    place = f"{side.sheet}!{side.cell}" if side.cell else side.sheet
    picture = pictures.get((is_right, side.place)) if side.place else None
    return f'{text}<span class="place">{escape(place)}</span>{_image(picture, label)}'


def _image(picture: bytes | None, label: str) -> str:
    if not picture:
        return ""
    alternative = escape(translate("diff.picture", label=label))
    return f'<img alt="{alternative}" src="data:image/png;base64,{b64encode(picture).decode()}">'
