"""Processes, interrupts, files that appear whole or not at all, and model files."""
