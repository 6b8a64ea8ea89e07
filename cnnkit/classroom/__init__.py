"""Grading a class: every student's notebook in a sandbox, judged outside it, told as at the notebook.

From top to bottom: `batch` runs a class, `submission` one notebook, `marking` its exercises; `sandbox` starts what
stands in `inside`, and `replies` reads what comes back.  `collecting` finds the submissions, `results` keeps marks,
`feedback`, `overview` and `sheet` show them.  The grader judges; this package never does, and never runs a line of a
learner's code in its own process.
"""
