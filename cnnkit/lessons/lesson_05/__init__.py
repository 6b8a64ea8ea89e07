"""Lesson 05: exercises, solutions, questions."""
