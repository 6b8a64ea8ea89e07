"""ScanExplorer: a perceptron that slides over an image, and its dense matrix."""
