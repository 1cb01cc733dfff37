"""Editing of a package: parts replaced, added, related and declared; the rest stays as it is."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Final

from xlform.errors import FileProblem
from xlform.messages import translate
from xlform.ooxml.edit.archive import Archive, verify
from xlform.ooxml.edit.large_part import LargePart
from xlform.ooxml.edit.outline import Element, outline
from xlform.ooxml.edit.splice import Splice, TextEncoding, apply_splices, decoded, xml_attribute
from xlform.ooxml.read.package import Package, open_package
from xlform.ooxml.read.relationships import Relationship, relationships

CONTENT_TYPES: Final = "[Content_Types].xml"
_RELATED: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT: Final = "http://purl.oclc.org/ooxml/"
_STRICT_TYPES: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships"
DECLARATION: Final = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SIGNATURES: Final = "_xmlsignatures/"
_SIGNATURE: Final = "origin"
_DIGITS: Final = "0123456789"


class PackageEditor:
    """Parts of one workbook, some with new contents.

    Raises :class:`FileProblem` for all that :class:`Package` and :class:`Archive` refuse, and for a
    signed workbook, since every change would break its signature. ``signed`` is the key of that
    message.
    """

    def __init__(self, source: bytes | Package, file: str, signed: str = "unmarked.signed") -> None:
        self.file = file
        self.package = open_package(source, file)
        self._archive = Archive(self.package)
        self._names = {_key(name): name for name in self._archive.members()}
        self._texts: dict[str, bytes] = {}
        self._large: dict[str, LargePart] = {}
        self._encodings: dict[str, TextEncoding] = {}
        self._added: dict[str, bytes] = {}
        self._dropped: set[str] = set()
        has_signature = any(key.startswith(_SIGNATURES) for key in self._names)
        links = relationships(self.package, "").values()
        if has_signature or any(link.kind == _SIGNATURE for link in links):
            raise FileProblem("not-marked", path=file, because=translate(signed))
        main = next((link.target for link in links if link.kind == "officeDocument"), "")
        if main not in self.package:
            raise FileProblem("not-a-workbook", path=file)
        self.main: str = main
        self.strict: bool = self.outline(main).namespace.startswith(_STRICT)
        # Namespace of relationships, of ids within parts and as the beginning of types.
        self.types: str = _STRICT_TYPES if self.strict else _TYPES

    def parts(self, ending: str) -> list[str]:
        """Return the names of the original's members with that ending."""
        return [name for key, name in self._names.items() if key.endswith(ending)]

    def beside_main(self, name: str) -> str:
        """Return a part's name in the folder of the workbook part."""
        return posixpath.join(posixpath.dirname(self.main), name)

    def open_rows(self, part: str, rows: Iterable[int]) -> None:
        """Open a worksheet part for changes in some rows; of a large one only these are held."""
        key = _key(part)
        if key not in self._texts and key not in self._large:
            sheet = self.package.trimmed_for(part, rows)
            if sheet is not None:
                self._large[key] = LargePart(sheet, partial(self.package.chunks, part))

    def text(self, part: str) -> bytes:
        """Return a part's text in UTF-8 with the changes so far.

        Of a worksheet part that :meth:`open_rows` opened, it may lack what is far from any form.
        """
        key = _key(part)
        if key in self._large:
            return self._large[key].text
        if key not in self._texts:
            data = self.package.read(part)
            self._texts[key], self._encodings[key] = decoded(data, self.file, part)
        return self._texts[key]

    def outline(self, part: str) -> Element:
        """Return the elements of a part, as changed so far."""
        return outline(self.text(part), self.file, part)

    def change(self, part: str, *edits: Splice) -> None:
        """Make edits in a part; they belong to its text as it is now."""
        text = self.text(part)
        if large := self._large.get(_key(part)):
            large.change(edits)
        else:
            self._texts[_key(part)] = apply_splices(text, edits)

    def add(self, wanted: str, content: bytes, content_type: str) -> str:
        """Add a part under the name wanted, or that with another number if it is taken."""
        stem, _, ending = wanted.rpartition(".")
        part, number = wanted, 1
        while _key(part) in self._names or part in self._added:
            number += 1
            part = f"{stem.rstrip(_DIGITS)}{number}.{ending}"
        self._added[part] = content
        self._declare(part, content_type)
        return part

    def _declare(self, part: str, content_type: str) -> None:
        types = self.outline(CONTENT_TYPES)
        ending = part.rpartition(".")[2]
        declared = f"PartName={xml_attribute('/' + part)} ContentType={xml_attribute(content_type)}"
        if ending == "vml":
            known = [default.attributes for default in types.each("Default")]
            types_known = [d.get("ContentType") for d in known if d.get("Extension") == ending]
            if content_type in types_known:
                return
            if not types_known:
                kind = xml_attribute(content_type)
                line = f'<{types.prefix}Default Extension="{ending}" ContentType={kind}/>'
                self.change(CONTENT_TYPES, Splice(types.inner, types.inner, line.encode()))
                return
        line = f"<{types.prefix}Override {declared}/>"
        self.change(CONTENT_TYPES, *types.appended(self.text(CONTENT_TYPES), line.encode()))

    def drop(self, part: str, of: str) -> None:
        """Take away a part of the original that another one is related to, with its own links."""
        self._dropped.add(self._names[_key(part)])
        if own := self._names.get(_key(_rels(part))):
            self._dropped.add(own)
        rels = _rels(of)
        lines = {link: line.target for link, line in self.links(of).items()}
        gone = [link for link, target in lines.items() if _key(target) == _key(part)]
        root = self.outline(rels)
        near = [line for line in root.children if line.attributes.get("Id") in gone]
        self.change(rels, *(Splice(line.start, line.end, b"") for line in near))
        types = self.outline(CONTENT_TYPES)
        declared = [
            override
            for override in types.each("Override")
            if _key(override.attributes.get("PartName", "")) == _key(part)
        ]
        self.change(CONTENT_TYPES, *(Splice(line.start, line.end, b"") for line in declared))

    def links(self, part: str) -> Mapping[str, Relationship]:
        """Return the relationships the original part has, by id."""
        return relationships(self.package, part)

    def linked(self, part: str, kind: str) -> str:
        """Return the first part of a kind that the original part is related to; empty if none."""
        links = self.links(part).values()
        return next((link.target for link in links if link.kind == kind), "")

    def relate(self, part: str, kind: str, target: str) -> str:
        """Relate a part of the original to one added; the id of the relationship."""
        rels = _rels(part)
        to = posixpath.relpath("/" + target, "/" + posixpath.dirname(part))
        if rels not in self.package and rels not in self._added:
            self._added[rels] = DECLARATION + f'<Relationships xmlns="{_RELATED}"/>'.encode()
        root = outline(self._current(rels), self.file, rels)
        link = _free_id({line.attributes.get("Id", "") for line in root.children})
        line = f'<{root.prefix}Relationship Id="{link}" Type="{self.types}/{kind}" '
        line += f"Target={xml_attribute(to)}/>"
        self._change(rels, *root.appended(self._current(rels), line.encode()))
        return link

    def _current(self, part: str) -> bytes:
        return self._added[part] if part in self._added else self.text(part)

    def _change(self, part: str, *edits: Splice) -> None:
        if part in self._added:
            self._added[part] = apply_splices(self._added[part], edits)
        else:
            self.change(part, *edits)

    def written(self) -> bytes:
        """Return the whole archive with the changes."""
        return self._archive.rewritten(self._changed(), self._added, self._dropped)

    @property
    def untouched(self) -> bool:
        """True if no part has changed."""
        return not (self._added or self._dropped or self._changed())

    def verify(self, result: bytes) -> Package:
        """Reopen a written archive, compare it, and return it as a package.

        Raises :class:`FileProblem` where the changes are not exactly the edits.
        """
        after = Package(result, self.file)
        verify(after, self._archive, {**self._changed(), **self._added}, self._dropped)
        return after

    def _changed(self) -> dict[str, bytes | LargePart]:
        """Return the new contents of changed parts, by member name."""
        changed: dict[str, bytes | LargePart] = {
            self._names[key]: large
            for key, large in self._large.items()
            if large.has_changed and self._names[key] not in self._dropped
        }
        for key, text in self._texts.items():
            if self._names[key] in self._dropped:
                continue
            data = self._encodings[key].encoded(text)
            if data != self.package.read(self._names[key]):
                changed[self._names[key]] = data
        return changed


def _free_id(taken: set[str]) -> str:
    number = len(taken) + 1
    while f"rId{number}" in taken:
        number += 1
    return f"rId{number}"


def _rels(part: str) -> str:
    """Return the name of a part's relationships part."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
