"""Lesson 09: exercises, solutions, questions."""
