"""Renderers: a Report as text, JSON, SARIF, HTML, spreadsheet or Word. They decide nothing."""
