"""PoolExplorer: max and mean pooling, forward and backward."""
