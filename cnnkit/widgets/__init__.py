"""The explorers: live pictures for JupyterLab, one file each."""

from .conv import ConvExplorer
from .curves import show_curves
from .dashboard import TrainingDashboard
from .descent import DescentExplorer
from .expand import ExpandExplorer
from .figures import show_maps, show_numbers
from .filter_bank import FilterBankExplorer
from .gradient_check import GradientCheckExplorer
from .pool import PoolExplorer
from .quiz import Predict, Recap
from .race import Race
from .remainder import RemainderExplorer
from .scan import ScanExplorer
from .stack import StackBuilder

__all__ = [
    "ConvExplorer",
    "DescentExplorer",
    "ExpandExplorer",
    "FilterBankExplorer",
    "GradientCheckExplorer",
    "PoolExplorer",
    "Predict",
    "Race",
    "Recap",
    "RemainderExplorer",
    "ScanExplorer",
    "StackBuilder",
    "TrainingDashboard",
    "show_curves",
    "show_maps",
    "show_numbers",
]
