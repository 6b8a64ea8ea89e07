"""The person at the notebook: what is checked, kept, used again, and where one stands."""

from cnnkit.learner.checking import check
from cnnkit.learner.checkup import doctor
from cnnkit.learner.exposing import expose
from cnnkit.learner.standing import Standing, progress
from cnnkit.learner.using import use

__all__ = ["Standing", "check", "doctor", "expose", "progress", "use"]
