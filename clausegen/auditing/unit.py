"""The unit of work: one file, or the files of one contract family, judged together once.

Its key says everything that decides the result, so a result found in the store under the same key is the
result. What is judged by name (the extension) is part of it; where the file lies is not.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Final

from clausegen.model import Generator, Look, Outcome, Tier

TRIES: Final = 2
_FAMILIES: Final = 4  # which way of judging families this is: a store may hold results of an earlier one


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a unit. ``sha256`` is None while nobody has read the file (remote files)."""

    path: str
    source: str
    suffix: str
    sha256: str | None = None
    role: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """Files to judge as one contract. ``members`` has one file unless ``family`` is given.

    ``lacking`` names the files of the family that are known not to be there or not to be readable, each with why.
    """

    members: tuple[Member, ...]
    tier: Tier
    family: str = ""
    lacking: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name by which progress and logs call it."""
        return self.family or self.members[0].path


def judged_apart(twin: str, its_unit: Unit, unit: Unit) -> str:
    """Explain why two files with the same content have each a report."""
    if its_unit.tier is not unit.tier:
        why = f"at tier {unit.tier} instead of {its_unit.tier}"
    elif its_unit.family or unit.family:
        why = "because of the family in the register"
    else:
        why = "because their names end differently"
    return f"same content as {twin}, judged apart {why}"


@dataclass(frozen=True, slots=True)
class JudgingSettings:
    """The way in which units are judged; small and plain, because it travels to every worker.

    ``judge`` and ``judge_family`` name functions as "module:function"; the worker imports them once.
    ``judge(document, tier=, playbook=)`` gives a report, ``judge_family([(role, document), …], tier=, playbook=,
    lacking=)`` one for all of them, ``lacking`` sentences on what of the family is not among them.
    ``generator`` is what the caller expects to judge with,
    ``memory`` is in bytes, times in seconds, ``programs`` names the programs at hand for formats that need one,
    ``look`` says when pages are rendered (see ``load_document``).
    """

    judge: str
    playbook: str
    generator: Generator
    judge_family: str = "clausegen.checker.pipeline:judge_family"
    memory: int = 1536 * 1024 * 1024
    cpu_seconds: int = 60
    wall_seconds: float = 120.0
    programs: tuple[str, ...] = ()
    look: Look = "doubt"

    @property
    def means(self) -> str:
        """The means of reading a file. More of them may read what was not read, and changes nothing else."""
        return json.dumps([self.memory, self.cpu_seconds, self.wall_seconds, *self.programs])

    def key(self, unit: Unit, digests: tuple[str, ...]) -> str:
        """Name of the unit's result in the store; ``digests`` are the hashes of the members' content."""
        generator = self.generator
        parts: list[object] = [
            [[digest, m.suffix, m.role] for digest, m in zip(digests, unit.members, strict=True)],
            generator.version,
            generator.library_sha256,
            generator.model_sha256,
            generator.detector,
            unit.tier.value,
            self.playbook,
            bool(unit.family),
        ]
        if self.look != "doubt":
            parts.append(self.look)
        if unit.family:  # a family is one by its register, not by its text: paths name its parts in the report
            parts.append([m.path for m in unit.members])
            parts.append([_FAMILIES, *unit.lacking])
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class UnitAnswer:
    """The answer of a worker about a unit.

    ``digests`` are of the bytes that were read, in the order of the members; ``""`` for a file that could
    not be reached. ``outcomes`` are one per member, ``reasons`` likewise. ``report`` is the zlib-packed
    JSON of the report, None when nothing could be judged. ``failed`` says that the worker was ended, so
    that another try may help. ``ties`` is the JSON of what a single file says of others, "" where that is not known.
    """

    unit: Unit
    digests: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    reasons: tuple[str, ...]
    report: bytes | None = None
    seconds: float = 0.0
    failed: bool = False
    ties: str = ""


def failure(unit: Unit, reason: str, seconds: float = 0.0) -> UnitAnswer:
    """Return the answer for a unit whose worker did not answer."""
    count = len(unit.members)
    digests = tuple(member.sha256 or "" for member in unit.members)
    return UnitAnswer(unit, digests, (Outcome.UNREADABLE,) * count, (reason,) * count, seconds=seconds, failed=True)
