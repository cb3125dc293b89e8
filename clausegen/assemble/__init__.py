"""Playbook and deal into paper: clauses rendered block by block, numbered, cross-referenced.

One element can be rendered alone (for a remedy) or left out (for an ablation); the whole is ``assemble``.
"""

from clausegen.assemble.clauses import Piece, render_requirement, undeclared
from clausegen.assemble.names import Named, unknown_names
from clausegen.assemble.numbering import numbered
from clausegen.assemble.refusal import refusals
from clausegen.assemble.shells import kinds, shell
from clausegen.assemble.values import CONTEXT_NAMES, answers, context, question
from clausegen.assemble.whole import assemble

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
