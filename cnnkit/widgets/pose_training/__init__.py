"""PoseTraining: the two nets of lesson 10 while they are trained."""
