"""Papers for one renewal: gap report, addendum or agreement, checklist, letters."""
