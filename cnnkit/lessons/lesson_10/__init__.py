"""Lesson 10: exercises, solutions, questions."""
