"""A contract and what it lacks: the clauses that fill the gaps, as tracked insertions in a copy of it."""

from clausegen.remedy.gaps import clause_numbers, missing_clauses
from clausegen.remedy.revise import Revision, revise
from clausegen.remedy.unknown import unknown_deal

__all__ = ["Revision", "clause_numbers", "missing_clauses", "revise", "unknown_deal"]
