"""DescentExplorer: gradient descent on a loss of two weights."""
