"""Playbook and deal into paper: clauses rendered block by block, numbered, cross-referenced.

One element can be rendered alone (for a remedy) or left out (for an ablation); the whole is ``assemble``.
"""

from clausegen.drafting.assembly import assemble
from clausegen.drafting.clauses import Piece, render_requirement, undeclared
from clausegen.drafting.context import CONTEXT_NAMES, answers, context, question
from clausegen.drafting.numbering import numbered
from clausegen.drafting.reference_names import Named, unknown_names
from clausegen.drafting.refusal import refusals
from clausegen.drafting.templates import kinds, shell

__all__ = [
    "CONTEXT_NAMES",
    "Named",
    "Piece",
    "answers",
    "assemble",
    "context",
    "kinds",
    "numbered",
    "question",
    "refusals",
    "render_requirement",
    "shell",
    "undeclared",
    "unknown_names",
]
