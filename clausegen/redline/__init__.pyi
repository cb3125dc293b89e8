from .gap_list import WEIGHTY as WEIGHTY
from .gap_list import gaps as gaps
from .gap_list import missing_clauses as missing_clauses
from .revision import Revision as Revision
from .revision import revise as revise
from .revision import worse as worse
from .undefined import unknown_deal as unknown_deal
