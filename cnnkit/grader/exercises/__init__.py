"""All exercises by id, and the wrong programs to expose; one file for each lesson."""

from cnnkit.grader.exercises import (
    lesson_00,
    lesson_01,
    lesson_02,
    lesson_03,
    lesson_04,
    lesson_05,
    lesson_06,
    lesson_07,
    lesson_08,
)

__all__ = ["EXERCISES", "EXPOSES"]

_LESSONS = (lesson_00, lesson_01, lesson_02, lesson_03, lesson_04, lesson_05, lesson_06, lesson_07, lesson_08)

EXERCISES = {exercise.id: exercise for lesson in _LESSONS for exercise in lesson.EXERCISES}
EXPOSES = {item.id: item for lesson in _LESSONS for item in getattr(lesson, "EXPOSES", ())}
