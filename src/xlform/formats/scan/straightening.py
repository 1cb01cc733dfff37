"""Page turned and stretched so that its ruled lines are level and upright.

The level lines of a page meet in one point, the upright ones in another; a photograph taken at an
angle has them within reach, a scan far away. The transformation that moves both points to infinity,
each along its axis, undoes skew and perspective together.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from xlform.formats.scan.images import Image

# Lines are looked for on a page of this size; each is at least this part of it.
_LOOKED_AT = 1_100
_SHORTEST = 0.055
# Lines further from an axis than this, in degrees, belong to neither family.
_TILT_AT_MOST = 27.0
_LINES_AT_LEAST = 3
_ROUNDS = 6
# So many of the longest lines are tried for where they lead; a line leads to a point that it misses
# by fewer degrees than this.
_LONGEST, _AIM = 24, 0.5
# A page is flat unless more of its lines than this lead to a point within reach.
_NEARER = 0.9
# Lines nearer to the edge of a picture than this, in parts of it, are the edge of what was scanned.
_EDGE = 0.025
# A page may grow by this part on each side; what lies beyond is cut off.
_MARGIN = 0.25

Matrix = npt.NDArray[np.float64]


class Straightened(NamedTuple):
    """Page with its lines level and upright, its masks, and the transformation that made it so."""

    grey: Image
    masks: tuple[Image, ...]
    matrix: Matrix


def straightened(grey: Image, *masks: Image) -> Straightened:
    """Return a page with its masks straightened; unchanged without lines."""
    matrix = straightening(grey)
    if matrix is None:
        return Straightened(grey, masks, np.eye(3))
    moved = _Warp(grey, matrix)
    straight = tuple(moved.picture(mask, 0) for mask in masks)
    return Straightened(moved.picture(grey, 255), straight, moved.matrix)


def straightening(grey: Image) -> Matrix | None:
    """Return the projective transformation of pixels that straightens a page."""
    height, width = grey.shape
    half = max(grey.shape) / 2
    ends = (_segments(grey) - np.array([width, height, width, height]) / 2) / half
    across, down = ends[:, 2] - ends[:, 0], ends[:, 3] - ends[:, 1]
    angles = np.degrees(np.arctan2(np.abs(down), np.abs(across)))
    lengths = np.hypot(across, down)
    ones = np.ones(len(ends))
    lines = np.cross(np.c_[ends[:, :2], ones], np.c_[ends[:, 2:], ones])
    lines /= np.maximum(np.hypot(lines[:, 0], lines[:, 1]), 1e-9)[:, None]
    level, upright = angles < _TILT_AT_MOST, angles > 90 - _TILT_AT_MOST
    if level.sum() < _LINES_AT_LEAST:
        return None
    side = _meeting_point(ends[level], lines[level], lengths[level])
    if upright.sum() < _LINES_AT_LEAST:  # text alone: it is turned, not stretched
        turn = np.array([-side[1], side[0], 0.0])
        foot = turn if abs(turn[1]) > 0 else np.array([0.0, 1.0, 0.0])
    else:
        foot = _meeting_point(ends[upright], lines[upright], lengths[upright])
    normal = np.array(
        [[1 / half, 0, -width / 2 / half], [0, 1 / half, -height / 2 / half], [0, 0, 1]]
    )
    return np.asarray(np.linalg.inv(normal) @ _to_axes(side, foot) @ normal, np.float64)


def _segments(grey: Image) -> Matrix:
    """Return the straight segments of a page as rows of x, y, x, y in its pixels."""
    scale = min(1.0, _LOOKED_AT / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    found: Any = cv2.createLineSegmentDetector(cv2.LSD_REFINE_NONE).detect(small)[0]
    if found is None:  # no segment at all
        return np.zeros((0, 4))
    segments = np.asarray(found, np.float64).reshape(-1, 4)
    lengths = np.hypot(segments[:, 2] - segments[:, 0], segments[:, 3] - segments[:, 1])
    kept = (lengths >= _SHORTEST * _LOOKED_AT) & ~_is_at_edge(segments, small.shape)
    return np.asarray(segments[kept] / scale, np.float64)


def _is_at_edge(segments: Matrix, shape: tuple[int, ...]) -> npt.NDArray[np.bool_]:
    """Return which segments are along an edge of a picture of a height and width."""
    size = np.array(shape[1::-1])
    ends = segments.reshape(-1, 2, 2) / size
    first, last = (ends < _EDGE).all(axis=1), (ends > 1 - _EDGE).all(axis=1)
    return np.asarray((first | last).any(axis=1))


def _meeting_point(ends: Matrix, lines: Matrix, lengths: Matrix) -> Matrix:
    """Return the point, in homogeneous coordinates, that most lines lead to.

    The edge of a scanner's glass, a fold and a frame stamped on the page lead elsewhere.
    """
    points = list(_possible_points(ends, lines, lengths))
    aims = np.array([_is_aim(ends, point) for point in points])
    far = np.array([1.0 if point[2] == 0 else _NEARER for point in points])
    aimed = aims[int((aims @ lengths * far).argmax())]
    if aimed.sum() >= _LINES_AT_LEAST:
        lines, lengths = lines[aimed], lengths[aimed]
    weights = lengths
    point = np.zeros(3)
    for _ in range(_ROUNDS):
        point = np.linalg.svd(lines * weights[:, None], full_matrices=False)[2][-1]
        distances = np.abs(lines @ point)
        usual = max(1e-4, 2.5 * float(np.median(distances)))
        weights = lengths / (1 + (distances / usual) ** 2)
    return np.asarray(point, np.float64)


def _possible_points(ends: Matrix, lines: Matrix, lengths: Matrix) -> Iterator[Matrix]:
    """Yield the points that the longest lines lead to: in their direction, or where two meet."""
    longest = np.argsort(-lengths)[:_LONGEST]
    for one in longest:
        yield np.array([*(ends[one, 2:] - ends[one, :2]), 0.0])
    for one, other in combinations(longest, 2):
        yield np.cross(lines[one], lines[other])


def _is_aim(ends: Matrix, point: Matrix) -> npt.NDArray[np.bool_]:
    """Return which segments lead to a point."""
    along = ends[:, 2:] - ends[:, :2]
    way = point[:2] - (ends[:, :2] + ends[:, 2:]) / 2 * point[2]
    across = np.abs(along[:, 0] * way[:, 1] - along[:, 1] * way[:, 0])
    sizes = np.hypot(*along.T) * np.hypot(*way.T)
    return np.asarray(across <= np.sin(np.radians(_AIM)) * sizes)


def _to_axes(side: Matrix, foot: Matrix) -> Matrix:
    """Return the transformation that moves two points to the ends of the x and y axes."""
    horizon = np.cross(side, foot)
    if abs(horizon[2]) < 1e-9:  # noqa: PLR2004  (the page is seen from its edge)
        return np.eye(3)
    flat = np.array([[1, 0, 0], [0, 1, 0], horizon / horizon[2]])
    level, upright = (flat @ side)[:2], (flat @ foot)[:2]
    level = level / np.hypot(*level) * (1 if level[0] >= 0 else -1)
    upright = upright / np.hypot(*upright) * (1 if upright[1] >= 0 else -1)
    turn = np.eye(3)
    turn[:2, :2] = np.linalg.inv(np.c_[level, upright])
    return np.asarray(turn @ flat, np.float64)


class _Warp:
    """Projective transformation of pictures of one size."""

    def __init__(self, grey: Image, matrix: Matrix) -> None:
        height, width = grey.shape
        corners = np.array([[[0, 0], [width, 0], [width, height], [0, height]]], np.float64)
        moved = cv2.perspectiveTransform(corners, matrix)[0]
        room = np.array([width, height]) * _MARGIN
        first = np.maximum(moved.min(axis=0), -room)
        last = np.minimum(moved.max(axis=0), np.array([width, height]) + room)
        shift = np.array([[1, 0, -first[0]], [0, 1, -first[1]], [0, 0, 1]])
        self.matrix = np.asarray(shift @ matrix, np.float64)
        self._size = (max(1, int(last[0] - first[0])), max(1, int(last[1] - first[1])))

    def picture(self, picture: Image, border: int) -> Image:
        """Return a picture transformed; what comes from outside it has the value of the border."""
        way = cv2.INTER_CUBIC if border else cv2.INTER_NEAREST
        return np.asarray(
            cv2.warpPerspective(
                picture, self.matrix, self._size, flags=way, borderValue=(border, border, border)
            ),
            np.uint8,
        )
