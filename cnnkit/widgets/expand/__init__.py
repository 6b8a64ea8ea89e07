"""ExpandExplorer: transposed convolution, stamp by stamp."""
