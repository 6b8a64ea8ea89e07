"""DepthExplorer: what depth does to activations, gradients and to the difference of two images."""
