"""Relationships between the parts of a package (ECMA-376 part 2, relationships)."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from functools import lru_cache
from xml.etree import ElementTree as ET

from xlform.ooxml.read.like_parts import read_once
from xlform.ooxml.read.package import Package

_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"


class Relationship:
    """Relationship: ``kind`` is the last word of its type, ``target`` a part name."""

    __slots__ = ("external", "kind", "target")

    def __init__(self, kind: str, target: str, *, external: bool) -> None:
        self.kind = kind
        self.target = target
        self.external = external


_RELATIONSHIP = frozenset({f"{{{_RELATIONSHIPS}}}Relationship"})


def relationships(package: Package, part: str) -> Mapping[str, Relationship]:
    """Return the relationships of ``part`` ("" for the package itself) by id; none without a .rels.

    Only the last word of a type is kept: transitional and strict files share it.
    """
    rels = _rels(part)
    return _links(package, rels) if rels in package else {}


@lru_cache(maxsize=256)
def _rels(part: str) -> str:
    """Return the name of the part with the relationships of another."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


@read_once
def _links(package: Package, rels: str) -> dict[str, Relationship]:
    """Return the relationships in a part below ``_rels`` by id."""
    folder = posixpath.dirname(posixpath.dirname(rels))
    return {
        line.get("Id", ""): _relationship(line, folder)
        for line in package.elements(rels, _RELATIONSHIP)
    }


def _relationship(line: ET.Element, folder: str) -> Relationship:
    target = posixpath.join("/", folder, line.get("Target", "").strip().replace("\\", "/"))
    kind = line.get("Type", "").rsplit("/", 1)[-1]
    external = line.get("TargetMode", "") == "External"
    return Relationship(kind, posixpath.normpath(target).lstrip("/"), external=external)
