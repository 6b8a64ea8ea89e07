"""Lesson 08: exercises, solutions, questions."""
