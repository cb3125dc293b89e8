from .handbook.content import book as book
from .handbook.coverage import coverage as coverage
from .handbook.page import to_html as to_html
from .handbook.sources import sources as sources
from .handbook.sources import to_look_up as to_look_up
from .handbook.word import to_docx as to_docx
from .scaffold import new_clause as new_clause
from .self_test import Trial as Trial
