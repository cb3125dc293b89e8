"""clausegen drafts, audits and renews contracts for sensitive technology, clause by clause."""

__version__ = "0.1.0"
