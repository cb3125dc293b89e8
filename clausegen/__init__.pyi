from .api import assess as assess
from .api import audit as audit
from .api import check as check
from .api import draft as draft
from .api import load_document as load_document
from .api import remedy as remedy
from .errors import ClausegenError as ClausegenError
from .library.load import Library as Library
from .library.load import load_library as load_library
from .model.document import Document as Document
from .model.report import Finding as Finding
from .model.report import Report as Report
from .model.requirement import Tier as Tier

__version__: str
