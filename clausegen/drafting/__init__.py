"""Draft documents from a deal file and the clause library."""
