"""Find the sets of passages that differ by one edit.

Most batches of such sets name them: in ``pair``, or in the style ("set 07: gate"). In the others the members stand
one after the other, and a set shows by its words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

_NAMED = re.compile(r"\bset ?(?P<set>[a-z]{0,2}\d+)\b")
_BASE = re.compile(r"(?:^|-)base\b")
_WORD = re.compile(r"\w+")
ALIKE = 0.5  # share of words in common (each as often as it occurs) from which neighbours form a set
ALIKE_IN_SETS = 0.4  # the same in batches made of such sets
LARGEST = 8  # passages of a set found by its words


def sibling_sets(batch: str, records: Iterable[Mapping[str, Any]], *, made_of_sets: bool) -> dict[str, str]:
    """Name the set of each passage of a batch that belongs to one, by the id of the passage.

    ``made_of_sets`` says that the whole batch consists of such sets.
    """
    found: dict[str, str] = {}
    members: list[tuple[str, Counter[str]]] = []
    families: set[str] = set()
    alike = ALIKE_IN_SETS if made_of_sets else ALIKE
    for record in records:
        words = Counter(_WORD.findall(record["text"].lower()))
        named = _NAMED.search(record.get("style", ""))
        if name := record.get("pair") or (named and named["set"]):
            found[record["id"]] = f"{batch}/{name}"
            members = []
            continue
        joins = (
            members
            and len(members) < LARGEST
            and families & set(record["families"])
            and not _BASE.search(record.get("style", ""))
            and max(_common(words, other) for _, other in (members[0], members[-1])) >= alike
        )
        if not joins:
            members, families = [], set(record["families"])
        members.append((record["id"], words))
        if len(members) > 1:
            found |= {one: f"{batch}/{members[0][0]}" for one, _ in members}
    sizes = Counter(found.values())
    return {one: name for one, name in found.items() if sizes[name] > 1}


def _common(first: Counter[str], second: Counter[str]) -> float:
    return (first & second).total() / max((first | second).total(), 1)
