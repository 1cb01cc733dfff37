"""Write templates/words/lexicon/slips.words: the pairs of characters that hint at a slip.

Each character of each official word is replaced by the others of its sound or shape; the pair it
makes with its neighbour is kept unless a word of the lexicon holds it. Correct texts given as
arguments take out more: pairs that they hold often, and those that would be reported in them. A
text may be a list of words, one a line.

    python bench/draw_slips.py [TEXT...]
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

from xlform.rules.text import slips
from xlform.rules.text.lexicon import alike, lexicon

TABLE = Path(__file__).parents[1] / "templates/words/lexicon/slips.words"
_CHINESE = re.compile("[\u4e00-\u9fff]{2,}")
# A pair that a correct text holds more than once in so many characters is no hint.
_CHARS_PER_CHANCE = 100_000
_WORD_AT_MOST = 3
# Words of one character that are next to anything.
_EVERYWHERE = "的了是在和与及或而要于一二三不有也就既已并其此这那很更最又还使让被把将我你他"


def main() -> None:
    """Draw the table, take out what correct texts hold, and write it."""
    pairs = drawn()
    texts = [Path(name).read_text(encoding="utf-8") for name in sys.argv[1:]]
    for text in texts:
        often = 1 + len(text) // _CHARS_PER_CHANCE
        pairs -= {pair for pair, count in counted([text]).items() if count >= often}
    pairs -= pairs_of_words(texts)
    write(pairs)
    while reported := {pair for text in texts for pair in reported_pairs(text, pairs)}:
        pairs -= reported
        write(pairs)
    print(f"{len(pairs)} pairs")


def drawn() -> set[str]:
    """Return the pairs that a replaced character makes with its neighbour in an official word."""
    words = lexicon()
    known = {word[at : at + 2] for word in words.words for at in range(len(word) - 1)}
    found = set()
    for word in words.official:
        for at, char in enumerate(word):
            others = alike(char)
            for other in others if char not in _EVERYWHERE else "":
                if other not in _EVERYWHERE:
                    found.add(word[at - 1] + other if at else other + word[1])
    return found - known


def counted(texts: list[str]) -> Counter[str]:
    """Return how often correct texts hold each pair of characters."""
    runs = (run for text in texts for run in _CHINESE.findall(text))
    return Counter(run[at : at + 2] for run in runs for at in range(len(run) - 1))


def pairs_of_words(texts: list[str]) -> set[str]:
    """Return the pairs of the lines that are one short word, as in a word list."""
    lines = (line.strip() for text in texts for line in text.splitlines())
    words = (line for line in lines if len(line) <= _WORD_AT_MOST)
    return {word[at : at + 2] for word in words for at in range(len(word) - 1)}


def reported_pairs(text: str, pairs: set[str]) -> set[str]:
    """Return the pairs that are reported in a correct text."""
    suspicious = list(counted([text]).keys() & pairs)
    found = set()
    for slip in slips.slips(text, suspicious):
        near = text[max(slip.start - 1, 0) : slip.start + len(slip.wrong) + 1]
        found |= {near[at : at + 2] for at in range(len(near) - 1)} & pairs
    return found


def write(pairs: set[str]) -> None:
    """Write the table: a line for each first character, then its second characters."""
    seconds = defaultdict(list)
    for pair in sorted(pairs):
        seconds[pair[0]].append(pair[1])
    lines = (f"{first}{''.join(others)}\n" for first, others in sorted(seconds.items()))
    TABLE.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
