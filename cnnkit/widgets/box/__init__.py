"""BoxExplorer: two boxes, how well they agree, and what the squared error says about it."""
