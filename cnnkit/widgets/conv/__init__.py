"""ConvExplorer over every face of one convolution."""
