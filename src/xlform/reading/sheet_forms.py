"""Forms of one sheet, read region by region."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import msgspec

from xlform.reading.forms import FormReading, read_form
from xlform.reading.index import SheetIndex
from xlform.reading.printed_texts import printed_cells
from xlform.reading.regions import Region


def read_regions(index: SheetIndex, regions: Sequence[Region]) -> list[tuple[Region, FormReading]]:
    """Return the forms of a sheet, each with its region; a list has many in one region."""
    found: list[tuple[Region, FormReading]] = []
    for template, group in groupby(regions, key=lambda region: region.template):
        if template.is_list:
            from xlform.reading.lists import read_list  # noqa: PLC0415  (few forms are lists)

            of_list = list(group)
            found += [(of_list[0], reading) for reading in read_list(index, of_list)]
        else:
            found += [(region, read_form(index, region)) for region in group]
    for number, cells in printed_cells(index, found).items():
        region, reading = found[number]
        claimed = reading.claimed | cells
        found[number] = region, msgspec.structs.replace(reading, claimed=claimed)
    return found
