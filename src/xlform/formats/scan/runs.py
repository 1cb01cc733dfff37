"""Runs of rows or columns that have something in common, such as ink."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def runs(filled: npt.ArrayLike) -> list[tuple[int, int]]:
    """Return where the runs of true values are: first place, and the place behind the last."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], np.asarray(filled, np.int8), [0]))))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]
