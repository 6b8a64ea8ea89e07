"""Lesson 11: exercises, solutions, questions."""
