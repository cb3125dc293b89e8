"""The risk tier of a deal: factors with bands and weights, floors and no-gos, all of them data."""

from clausegen.model.assessment import Assessment
from clausegen.risk.assess import assess, assess_file
from clausegen.risk.schema import Tiers, load_tiers
from clausegen.risk.stated import floors_of

__all__ = ["Assessment", "Tiers", "assess", "assess_file", "floors_of", "load_tiers"]
