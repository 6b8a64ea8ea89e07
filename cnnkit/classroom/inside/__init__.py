"""What stands inside the sandbox, beside the learner's code: it needs NumPy alone.

The warden starts first and outlives every exercise; the runner is a fork of it that loads the learner's cells and
calls the function.  No seed, no right answer and no verdict ever gets here.
"""
