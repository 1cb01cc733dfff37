"""Word documents written out by hand for the tests, part by part."""

from __future__ import annotations

import io
import zipfile

from xlform.formats.docx.reader import read_docx
from xlform.grid.notation import dump

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_MORE = (
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def paragraph(text: str, properties: str = "") -> str:
    """A paragraph of one run."""
    return f"<w:p>{properties}<w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


def cell(content: str = "", span: int = 1, merge: str = "", properties: str = "") -> str:
    """A cell of one paragraph, or of ready-made ones; ``merge`` is ``restart`` or ``continue``."""
    inner = content if content.startswith("<") else paragraph(content)
    inside = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    inside += f'<w:vMerge w:val="{merge}"/>' if merge else ""
    return f"<w:tc><w:tcPr>{inside}{properties}</w:tcPr>{inner}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """A row of cells, plain texts among them."""
    made = (one if one.startswith("<w:tc>") else cell(one) for one in cells)
    return f"<w:tr>{properties}{''.join(made)}</w:tr>"


def table(*rows: str, widths: tuple[int, ...] = ()) -> str:
    """A table of rows."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def document(body: str, namespace: str = WORD, name: str = "document") -> str:
    """The main part around a body."""
    inner = f"<w:body>{body}</w:body>" if name == "document" else body
    return f'<w:{name} xmlns:w="{namespace}" {_MORE}>{inner}</w:{name}>'


def packed(
    text: str,
    parts: dict[str, str] | None = None,
    links: dict[str, str] | None = None,
    main: str = "word/document.xml",
) -> bytes:
    """A .docx whose part ``main`` is ``text``; ``links`` are its relationships: kind → part."""
    kinds = {"officeDocument": main}
    written = {
        "_rels/.rels": _relationships(kinds),
        main: text,
        main.replace("word/", "word/_rels/") + ".rels": _relationships(links or {}),
        **(parts or {}),
    }
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in written.items():
            archive.writestr(name, content)
    return raw.getvalue()


def _relationships(links: dict[str, str]) -> str:
    lines = (
        f'<Relationship Id="r{number}" Type="{LINKS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(links.items())
    )
    return f'<Relationships xmlns="{PACKAGE}">{"".join(lines)}</Relationships>'


def grid_text(body: str, namespace: str = WORD) -> str:
    """The grid of a document of that body, in the notation."""
    return dump(read_docx(packed(document(body, namespace)), "x.docx"))
