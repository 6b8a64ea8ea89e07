"""Predict and Recap: questions before one looks."""
