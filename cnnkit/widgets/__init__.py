"""The explorers: live pictures for JupyterLab, one file each."""

from .conv import ConvExplorer
from .gradient_check import GradientCheckExplorer
from .pool import PoolExplorer

__all__ = ["ConvExplorer", "GradientCheckExplorer", "PoolExplorer"]
