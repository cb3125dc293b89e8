"""Frozen values that the parts of the program exchange: no files, no control flow."""
