"""Match contracts and files across two audits, even if files moved or the register was corrected."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from typing import Final

from clausegen.auditing.contract_index import File, Filed
from clausegen.auditing.previous_run import Earlier, Judged

_Mark = Callable[[File], Hashable]  # what a file may be found again by; "" or None for nothing
# By content only of the same row first: so that of several contracts with one text each is found again as itself.
_MARKS: Final[tuple[_Mark, ...]] = (
    lambda file: file.path,
    lambda file: file.sha256 and (file.sha256, file.whose),
    lambda file: file.sha256,
    lambda file: file.family,
)


def same_contracts(earlier: Earlier, filed: Filed) -> dict[str, Judged]:
    """By the path of a contract of today the earlier one that it is; each is that of one at most.

    That is the one under the same path. Else it is one with the same content, or of the same family, whose own path
    stands for no such contract now: the file was moved, or another one of several stands for it. Never is it one of
    another customer, while country and product may have been corrected.
    """
    return _paired(earlier.contracts, (file for file in filed.files.values() if file.stands), _MARKS, _same_customer)


def same_files(earlier: Earlier, filed: Filed, contracts: dict[str, Judged]) -> dict[str, Judged]:
    """By the path of a file of today what was said of it: under the same path, or with the same content before a move.

    Of a file that stood for a contract, and stands for one, only ``contracts`` say whether it was moved.
    """
    gone = [file for file in earlier.by_path.values() if file.path not in filed.files]
    came = [file for file in filed.files.values() if file.path not in earlier.by_path]
    made = {file.path: earlier.by_path[file.path] for file in filed.files.values() if file.path in earlier.by_path}
    for file in came:
        before = contracts.get(file.path)
        if before and before.path not in filed.files and before.sha256 == file.sha256:
            made[file.path] = before
    known = {file.path for file in made.values()}
    left = [file for file in gone if file.path not in known], [file for file in came if file.path not in made]
    return made | _paired(*left, _MARKS[1:3], lambda then, now: not (then.stands and now.stands))


def _paired(
    before: Iterable[Judged], now: Iterable[File], marks: Iterable[_Mark], fits: Callable[[File, File], bool]
) -> dict[str, Judged]:
    """Pairs that have a mark in common and fit, by the path of today; the surest marks first."""
    made: dict[str, Judged] = {}
    before, now = list(before), list(now)
    for mark in marks:
        found: dict[Hashable, list[Judged]] = defaultdict(list)
        for file in before:
            if named := mark(file):
                found[named].append(file)
        for today in now:
            some = found.get(mark(today), [])
            if then := next((file for file in some if fits(file, today)), None):
                some.remove(then)
                made[today.path] = then
        taken = {file.path for file in made.values()}
        before = [file for file in before if file.path not in taken]
        now = [file for file in now if file.path not in made]
    return made


def _same_customer(file: File, other: File) -> bool:
    """True unless both rows name a customer, and not the same one; case and spaces make no other name."""
    names = {_plain(customer) for customer, _, _ in (file.whose, other.whose) if customer}
    return len(names) < 2


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())
