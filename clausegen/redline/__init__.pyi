from .revision import Revision as Revision
from .revision import revise as revise
from .revision import worse as worse
from .undefined import blanked as blanked
from .undefined import unknown_deal as unknown_deal
