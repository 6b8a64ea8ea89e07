"""TrainingDashboard: a net that trains while one watches."""
