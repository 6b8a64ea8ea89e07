"""Training: update rules, schedules, `fit`, a run that can be steered, checkpoints (lecture 1.2)."""

from cnnkit.training.checkpoints import load_checkpoint, save_checkpoint
from cnnkit.training.evaluation import accuracy, evaluate, predict
from cnnkit.training.fitting import fit
from cnnkit.training.history import History
from cnnkit.training.optimisers import SGD, Adam
from cnnkit.training.schedules import cosine, steps_down
from cnnkit.training.trainer import Snapshot, Trainer
from cnnkit.training.weights import load_weights, save_weights

__all__ = [
    "SGD",
    "Adam",
    "History",
    "Snapshot",
    "Trainer",
    "accuracy",
    "cosine",
    "evaluate",
    "fit",
    "load_checkpoint",
    "load_weights",
    "predict",
    "save_checkpoint",
    "save_weights",
    "steps_down",
]
