"""Lesson 07: exercises, solutions, questions."""
