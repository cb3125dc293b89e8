"""Words of a contract nominated for the elements of requirements."""

from clausegen.detect.candidate import Candidate, Span

__all__ = ["Candidate", "Span"]
