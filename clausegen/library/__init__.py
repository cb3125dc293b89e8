"""The clause library: read ``templates/`` and the TOML files that people write."""
