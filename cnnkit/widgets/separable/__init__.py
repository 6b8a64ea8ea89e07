"""SeparableExplorer: a full convolution, a depth-wise separable one, and the groups between them."""
