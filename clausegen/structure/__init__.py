"""See a document as a lawyer does: clauses, headings, definitions, references, parties."""
