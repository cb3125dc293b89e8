"""Commands of the command line: they parse, call the API, print and exit."""
