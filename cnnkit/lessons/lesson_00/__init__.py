"""Lesson 00: exercises, solutions, questions."""
