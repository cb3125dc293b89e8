"""A contract and what it lacks: the clauses that fill the gaps, as tracked insertions in a copy of it."""

from clausegen.drafting.citations import clause_numbers
from clausegen.redline.gaps import missing_clauses
from clausegen.redline.revise import Revision, revise
from clausegen.redline.undefined import unknown_deal

__all__ = ["Revision", "clause_numbers", "missing_clauses", "revise", "unknown_deal"]
