"""Relations between values of forms, with every name in them resolved when a template is loaded.

Within a form (``form.toml``) a name is that of a field, or ``table.column`` in a sum or in the
current row. Between forms (``set.toml``) it starts with a kind, with the alias that ``each`` gives
its form by ``as``, or with the table whose rows ``each`` iterates over.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import msgspec

from xlform.template.declaration import ValueKind
from xlform.template.equation import Aggregate, Condition, Equation, Match, Operand

# Names of tolerances in the settings that ``within`` accepts.
TOLERANCES = ("cent",)
OWN = ""


class OperandPath(msgspec.Struct, frozen=True):
    """Path to an operand's value: a field, or with ``table`` a column of a table.

    ``source`` is a kind of form, the alias from ``each``, or :data:`OWN`. ``row`` is true for a
    value in the row the relation is evaluated for, ``selected`` for one in the row that the
    condition of a sum looks at. ``column`` is "" if the rows of ``table``, or
    the forms of ``source``, are counted whatever they hold; ``kind`` is that of its values.
    ``term`` is the number of a declared term, which ``xlform.toml`` may set anew by its name.
    """

    source: str
    column: str
    table: str = ""
    aggregate: Aggregate = ""
    row: bool = False
    selected: bool = False
    kind: ValueKind = "text"
    term: Decimal | None = None


class RelationScope(msgspec.Struct, frozen=True):
    """Subjects a relation is evaluated for: forms of ``kind``, or the rows of their ``table``."""

    source: str
    kind: str
    table: str = ""


class Relation(msgspec.Struct, frozen=True):
    """Relation ready for evaluation; at least one of its ``equations`` has to hold.

    ``rule`` is the code of the rule that reports it, "" for none. ``partner`` is the kind of the
    forms joined to each subject by ``matches``, ``when`` the condition for evaluating it. ``paths``
    resolves each operand; ``sources`` are the sources of these paths; ``note`` is added to the
    message.
    """

    rule: str
    equations: tuple[Equation, ...]
    within: str
    each: RelationScope | None
    partner: str
    matches: tuple[Match, ...]
    paths: Mapping[Operand, OperandPath]
    sources: frozenset[str]
    when: Condition | None = None
    note: str = ""

    @property
    def places(self) -> Mapping[Operand, OperandPath]:
        """Return ``paths``; its former name, kept for one release."""
        return self.paths
