from .pipeline import judge as judge
from .pipeline import judge_family as judge_family
from .pipeline import warm as warm
from .provenance import MODELS as MODELS
from .provenance import generator as generator
