"""RemainderExplorer: one number, four consequences."""
