"""Lesson 02: exercises, solutions, questions."""
