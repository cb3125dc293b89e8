"""The risk tier of a deal: factors with bands and weights, floors and no-gos, all of them data."""

from clausegen.tier.assess import assess, assess_file
from clausegen.tier.result import Assessment
from clausegen.tier.schema import Tiers, load_tiers
from clausegen.tier.stated import floors_of

__all__ = ["Assessment", "Tiers", "assess", "assess_file", "floors_of", "load_tiers"]
