"""Still pictures of the lessons: maps, numbers, chains, curves, and the colours of everything."""

from cnnkit.figures.chain import show_chain
from cnnkit.figures.curves import show_curves
from cnnkit.figures.maps import Figure, show_maps, show_numbers
from cnnkit.figures.scenes import show_boxes

__all__ = ["Figure", "show_boxes", "show_chain", "show_curves", "show_maps", "show_numbers"]
