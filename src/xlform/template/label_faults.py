"""Labels of which nothing is left when they are compared."""

from __future__ import annotations

from collections.abc import Iterator

from xlform.template.declaration import OneOrMoreOrNone, as_tuple
from xlform.template.faults import DeclarationFault
from xlform.template.labels import fold
from xlform.template.toml_lines import KeyPath


def label_faults(key: KeyPath, labels: OneOrMoreOrNone) -> Iterator[DeclarationFault]:
    """Yield an error for each label of which nothing is left to compare."""
    several = not isinstance(labels, str)
    for number, label in enumerate(as_tuple(labels)):
        if label and not fold(label):
            yield DeclarationFault("label-empty", (*key, number) if several else key, label=label)
