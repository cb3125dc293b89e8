from .handbook.content import book as book
from .handbook.page import to_html as to_html
from .handbook.word import to_docx as to_docx
from .scaffold import new_clause as new_clause
from .self_test import Trial as Trial
