"""Lesson 04: exercises, solutions, questions."""
