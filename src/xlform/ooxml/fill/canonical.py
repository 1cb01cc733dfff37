"""Elements of a part in canonical form: one namespace, no prefixes, no extensions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from xml.etree import ElementTree as ET

from xlform.ooxml.escaping import escape, quoteattr
from xlform.ooxml.read.package import NAMESPACES

DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN: Final = NAMESPACES[0]


def local_name(element: ET.Element) -> str:
    """Return the element's name without its namespace; "" for one of a foreign namespace."""
    namespace, _, name = element.tag.rpartition("}")
    return name if namespace.removeprefix("{") in NAMESPACES else ""


def own_attributes(element: ET.Element) -> dict[str, str]:
    """Return the attributes without a namespace; links and revision marks are left out."""
    return {name: value for name, value in element.attrib.items() if not name.startswith("{")}


def tag(name: str, attributes: Mapping[str, str], content: str = "") -> str:
    """Return an element as text; ``content`` is markup."""
    written = written_attributes(attributes)
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def written_attributes(attributes: Mapping[str, str]) -> str:
    """Return attributes as text, a space before each."""
    return "".join([f" {key}={quoteattr(value)}" for key, value in attributes.items()])


def canonical(element: ET.Element, changed: Mapping[str, str] | None = None) -> str:
    """Return an element with its descendants as text, its attributes ``changed`` where named."""
    attributes = own_attributes(element) | dict(changed or {})
    children = "".join(canonical(child) for child in element if local_name(child))
    text = escape(element.text) if element.text and not children else ""
    return tag(local_name(element), attributes, children or text)
