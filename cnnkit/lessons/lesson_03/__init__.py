"""Lesson 03: exercises, solutions, questions."""
