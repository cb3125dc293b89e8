from .defined_names import names as names
from .revision import Revision as Revision
from .revision import revise as revise
from .revision import worse as worse
from .stated_figures import with_stated_facts as with_stated_facts
from .undefined import UNKNOWN_DAYS as UNKNOWN_DAYS
from .undefined import blanked as blanked
from .undefined import unknown_deal as unknown_deal
