"""PoseExplorer: joints as heat maps, read back, and what two nets find."""
