"""Words that go into clauses of the contract: their numbers there, and how the definitions name them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from clausegen.drafting import Counter, ranged
from clausegen.model import Paragraph, Run
from clausegen.redline.defined_names import Names
from clausegen.redline.insertion_point import Home


class Merged:
    """The paragraphs that go into clauses of the contract, with the numbers that they get there."""

    def __init__(self, clauses: Sequence[Paragraph], homes: Mapping[str, Home]) -> None:
        self.homes = {p.requirement: homes[p.requirement] for p in clauses if p.requirement in homes}
        counters = {home.number: Counter(home.number, home.following) for home in self.homes.values()}
        self.groups: dict[Home, list[Paragraph]] = {}
        for paragraph in clauses:
            home = self.homes.get(paragraph.requirement)
            if home is None or paragraph.level == 1:
                continue  # the clause of the contract has its heading
            label, number = counters[home.number].next(paragraph.level)
            self.groups.setdefault(home, []).append(replace(paragraph, label=label, number=number))

    def named(self, names: Names) -> str:
        """Name the sub-clauses that are added: "Articles 5.9 and 12.10"; "" for none."""
        numbers = [p.number for _, group in self.in_order() for p in group if p.level == 2]
        return f"{names.clause}{'s' * (len(numbers) > 1)} {ranged(numbers)}" if numbers else ""

    def in_order(self) -> list[tuple[Home, list[Paragraph]]]:
        """The groups in the order of the contract."""
        return sorted(self.groups.items(), key=lambda group: group[0].last)


def named_apart(paragraph: Paragraph, requirements: Sequence[str], apart: Sequence[str], merged: str) -> Paragraph:
    """The paragraph with "clause 2 to clause 9, both included" narrowed to the clauses that stand ``apart``.

    Those that went into clauses of the contract are named one by one: what lies between them is the contract's.
    """
    runs = list(paragraph.runs)
    at = next((i for i, run in enumerate(runs) if run.target == requirements[0]), None)
    if at is None or not merged or not paragraph.text.startswith("“Human Rights Provisions”"):
        return paragraph
    end = next(i for i, run in enumerate(runs) if i >= at and run.target == requirements[-1])
    rest = runs[end + 1].text.removeprefix(", both included")
    own = [Run(f"clause {apart[0]}", target=apart[0])] if apart else []
    if len(apart) > 1:
        own += [Run(" to "), Run(f"clause {apart[-1]}", target=apart[-1]), Run(", both included")]
    added = Run(f", and {merged}" if own else merged)
    return replace(paragraph, runs=(*runs[:at], *own, added, replace(runs[end + 1], text=rest), *runs[end + 2 :]))
