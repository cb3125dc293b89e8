from .blanks import left_open as left_open
from .fault import Fault as Fault
from .inspections import faults as faults
from .inspections import faults_of_paper as faults_of_paper
