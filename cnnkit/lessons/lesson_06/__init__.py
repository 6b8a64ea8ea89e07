"""Lesson 06: exercises, solutions, questions."""
