"""Lesson 12: exercises, solutions, questions."""
