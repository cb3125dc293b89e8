from .component import Checker as Checker
from .component import blank as blank
