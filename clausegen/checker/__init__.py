"""Judge a contract: what it contains, lacks or contradicts, element by element."""
