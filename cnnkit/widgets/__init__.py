"""The explorers: live pictures for JupyterLab, one file each."""

from .conv import ConvExplorer

__all__ = ["ConvExplorer"]
