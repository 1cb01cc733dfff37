"""Places on the pages of a scan."""

from __future__ import annotations

import msgspec

Point = tuple[float, float]


class PagePlace(msgspec.Struct, frozen=True, array_like=True):
    """Place on a page of a scan, as the page is in the file.

    ``page`` counts from 1. ``corners`` are parts of the page's width and height (from 0 to 1, from
    the upper left), clockwise from the upper left one of the upright page: on a page that lies on
    its side, or was photographed at an angle, the place is no upright rectangle.
    """

    page: int
    corners: tuple[Point, Point, Point, Point]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the upright rectangle around it, in parts of the page."""
        across, down = zip(*self.corners, strict=True)
        return min(across), min(down), max(across), max(down)

    @classmethod
    def of_box(cls, page: int, box: tuple[float, float, float, float]) -> PagePlace:
        """Return the place that an upright rectangle is."""
        left, top, right, bottom = box
        return cls(page, ((left, top), (right, top), (right, bottom), (left, bottom)))
