"""Every reader with inputs that hypothesis writes: nothing but the problems of a file comes of it.

``pytest -m bench -n0 bench/test_fuzzing.py``; ``XLFORM_EXAMPLES=20000`` for a longer run. The
same targets as ``fuzz.py`` has, which is led by coverage.
"""

from __future__ import annotations

import os
import random
import re
import sys
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from fuzz_mutation import changed_bytes, changed_text, tokens_of
from fuzz_targets import TARGETS, run

pytestmark = pytest.mark.bench
EXAMPLES = int(os.environ.get("XLFORM_EXAMPLES", "300"))
_WORDS_OF_A_TEXT = 40


@lru_cache
def seeds(target: str) -> tuple[bytes, ...]:
    return tuple(TARGETS[target].seeds())


@lru_cache
def words(target: str) -> tuple[str, ...]:
    """The tokens of the seeds, from which texts are put together anew."""
    texts = (seed.decode("utf-8", "replace") for seed in seeds(target))
    return tuple(sorted({token for text in texts for token in tokens_of(text)}))


@st.composite
def inputs(draw: st.DrawFn, target: str) -> bytes:
    seed = draw(st.sampled_from(seeds(target)))
    rng = random.Random(draw(st.integers(0, 2**32)))  # noqa: S311  (hypothesis's own number)
    if not TARGETS[target].as_text:
        return changed_bytes(seed, rng)
    if draw(st.booleans()):
        made = st.lists(st.sampled_from(words(target)), max_size=_WORDS_OF_A_TEXT)
        return "".join(draw(made)).encode("utf-8", "replace")
    texts = [one.decode("utf-8", "replace") for one in seeds(target)]
    return changed_text(seed.decode("utf-8", "replace"), texts, rng).encode("utf-8", "replace")


@pytest.mark.parametrize("target", TARGETS)
def test_no_input_is_more_than_a_problem(target: str) -> None:
    @settings(
        max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink], database=None,
    )  # fmt: skip
    @given(data=inputs(target))
    def check(data: bytes) -> None:
        failure = run(target, data)
        if failure is not None:
            raise failure

    check()


@pytest.mark.parametrize("spelled", ["x", "", "9" * 5_000, "-1", "99999999", "²", "1.5"])
def test_every_number_of_a_part_may_be_none(spelled: str) -> None:
    parts = [seed for seed in seeds("edit") if seed[1:2] == b"<"]
    changed = [
        part[: found.start(1)] + spelled.encode() + part[found.end(1) :]
        for part in parts
        for found in _first_of_each(part)
    ]
    assert len(changed) > 100
    assert [failure for data in changed if (failure := run("edit", data))] == []


def _first_of_each(part: bytes) -> list[re.Match[bytes]]:
    """The first two numbers under each name of an attribute."""
    named: dict[bytes, list[re.Match[bytes]]] = {}
    for found in re.finditer(rb'\b[\w:]+="([0-9]+)"', part):
        named.setdefault(found[0].partition(b"=")[0], []).append(found)
    return [found for numbers in named.values() for found in numbers[:2]]


@pytest.mark.parametrize("target", TARGETS)
def test_the_seeds_are_read(target: str) -> None:
    assert seeds(target)
    assert [run(target, seed) for seed in seeds(target)] == [None] * len(seeds(target))
