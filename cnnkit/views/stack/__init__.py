"""What StackBuilder shows: a stack of layers with its shapes, costs and receptive fields."""

from .layer import KINDS, Layer
from .shapes import LayerView, StackView, run_stack, stack_view

__all__ = ["KINDS", "Layer", "LayerView", "StackView", "run_stack", "stack_view"]
