"""Lesson 01: exercises, solutions, questions."""
