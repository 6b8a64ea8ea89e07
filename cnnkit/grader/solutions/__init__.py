"""Readable solutions, one file for each lesson; the grader shows them after an honest try."""
