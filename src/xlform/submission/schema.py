"""JSON Schema of a submission, generated from the templates."""

from __future__ import annotations

from typing import Any

import msgspec

from xlform.submission.json import SCHEMA, column_kinds, field_kinds
from xlform.template.declaration import ValueKind
from xlform.template.form import FormTemplate
from xlform.template.roles import Role

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_YEAR: Schema = {"type": ["integer", "null"]}
_DEFINITIONS: Schema = {
    "amount": {
        "description": '万元, as a decimal string; "" where there is none, never 0 for want of one',
        "type": "string",
        "pattern": r"^(-?[0-9]+(\.[0-9]+)?)?$",
    },
    "number": {
        "description": 'a number that is no money, as a decimal string; "" where there is none',
        "type": "string",
        "pattern": r"^(-?[0-9]+(\.[0-9]+)?)?$",
    },
    "percent": {
        "description": 'a percentage without its sign (95 for 95 %); "" where there is none',
        "type": "string",
        "pattern": r"^(-?[0-9]+(\.[0-9]+)?)?$",
    },
    "date": {"description": "ISO 8601", "$ref": "#/$defs/day"},
    "tick": {"enum": ["√", ""]},
    "day": {"type": "string", "pattern": r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$"},
    "target": {
        "type": "object",
        "required": ["text", "comparator", "value", "unit", "type"],
        "properties": {
            "text": {"description": "the source's own words", **_TEXT},
            "comparator": {"enum": ["", "=", ">=", "<=", ">", "<"]},
            "value": {"$ref": "#/$defs/amount", "description": "in `unit`"},
            "unit": _TEXT,
            "type": {"enum": ["number", "range", "date", "qualitative", "empty"]},
            "low": {"$ref": "#/$defs/amount", "description": "of a range, in `unit`"},
            "high": {"$ref": "#/$defs/amount", "description": "of a range, in `unit`"},
            "date": {"$ref": "#/$defs/day", "description": "the last day meant"},
        },
        "additionalProperties": False,
    },
    "period": {
        "type": "object",
        "required": ["text", "start", "end"],
        "properties": {
            "text": _TEXT,
            "start": {"$ref": "#/$defs/day"},
            "end": {"$ref": "#/$defs/day"},
        },
        "additionalProperties": False,
    },
    "note": {
        "type": "object",
        "required": ["code", "cell", "seen", "meant"],
        "properties": dict.fromkeys(("code", "cell", "seen", "meant"), _TEXT),
        "additionalProperties": False,
    },
    "place": {
        "description": "box is left, top, right, bottom in parts of the page (0 to 1)",
        "type": "object",
        "required": ["page", "box"],
        "properties": {
            "page": {"type": "integer", "minimum": 1},
            "box": {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4},
        },
        "additionalProperties": False,
    },
    "unread": {
        "type": "object",
        "required": ["sheet", "because"],
        "properties": dict.fromkeys(("sheet", "because", "range"), _TEXT),
        "additionalProperties": False,
    },
}


def schema(templates: tuple[FormTemplate, ...]) -> Schema:
    """Return the JSON Schema (draft 2020-12) of ``xlform.submission/1`` for these templates."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": SCHEMA,
        "type": "object",
        "required": ["schema", "source", "unit", "year", "forms", "unread"],
        "properties": {
            "schema": {"const": SCHEMA},
            "source": {
                "type": "object",
                "required": ["name", "format", "sha256"],
                "properties": {
                    "name": _TEXT,
                    "format": _TEXT,
                    "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
                },
            },
            "unit": _TEXT,
            "year": _YEAR,
            "forms": {"type": "array", "items": {"oneOf": [_form(t) for t in templates]}},
            "unread": {"type": "array", "items": {"$ref": "#/$defs/unread"}},
        },
        "$defs": _DEFINITIONS,
    }


def schema_text(templates: tuple[FormTemplate, ...]) -> str:
    """Return the schema as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(schema(templates)), indent=2).decode()


def _form(template: FormTemplate) -> Schema:
    names = {name: field.official for name, field in template.fields.items()}
    return {
        "title": template.declaration.name,
        "type": "object",
        "required": [
            "kind", "template", "sheet", "range", "title", "year", "fields", "tables", "origins",
        ],
        "properties": {
            "kind": {"const": template.kind},
            "template": {"const": template.name},
            "sheet": _TEXT,
            "range": _TEXT,
            "title": _TEXT,
            "year": _YEAR,
            "fields": _record(template, field_kinds(template), names),
            "tables": {
                "type": "object",
                "properties": {
                    name: {
                        "title": table.official,
                        **_role(template.roles.role_of_table(name)),
                        "type": "array",
                        "items": _record(
                            template,
                            column_kinds(template, name),
                            {key: column.official for key, column in table.columns.items()},
                            name,
                        ),
                    }
                    for name, table in template.tables.items()
                },
                "additionalProperties": False,
            },
            "origins": {"type": "object", "additionalProperties": _TEXT},
            "notes": {"type": "array", "items": {"$ref": "#/$defs/note"}},
            "confidence": {
                "description": "of recognised values, by the paths of origins; scans only",
                "type": "object",
                "additionalProperties": {"type": "number", "minimum": 0, "maximum": 1},
            },
            "doubtful": {
                "description": "paths of figures that nothing makes certain; scans only",
                "type": "array",
                "items": _TEXT,
            },
            "places": {
                "description": "of values on the pages, by the paths of origins; scans only",
                "type": "object",
                "additionalProperties": {"$ref": "#/$defs/place"},
            },
            "sealed": {
                "description": "red or blue seal on its pages; null without colour; scans only",
                "type": ["boolean", "null"],
            },
            "signed": {
                "description": "whether fields for a signature hold print or handwriting, which "
                "is never read; scans only",
                "type": "object",
                "additionalProperties": {"type": "boolean"},
            },
            "explain": {"description": "only with `import --explain`", "type": "object"},
        },
        "additionalProperties": False,
    }  # fmt: skip


def _record(
    template: FormTemplate, kinds: dict[str, ValueKind], names: dict[str, str], table: str = ""
) -> Schema:
    return {
        "type": "object",
        "required": list(kinds),
        "properties": {
            name: {
                **_value(kind),
                **_titled(names, name),
                **_role(template.roles.role_of(name, table)),
            }
            for name, kind in kinds.items()
        },
        "additionalProperties": False,
    }


def _role(role: Role | None) -> Schema:
    """Return the annotation of a role; validators pass over keys they do not know."""
    return {"role": role.value} if role else {}


def _titled(names: dict[str, str], name: str) -> Schema:
    return {"title": names[name]} if name in names else {}


def _value(kind: ValueKind) -> Schema:
    if kind in _DEFINITIONS:
        return {"$ref": f"#/$defs/{kind}"}
    return _TEXT
