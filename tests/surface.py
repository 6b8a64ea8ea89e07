"""What is public: the modules that people import from, and every function, class and method in them."""

import importlib
import inspect
import pkgutil
from pathlib import Path

import cnnkit

# who calls them: a notebook, a script, a terminal
PUBLIC = (
    "cnnkit", "cnnkit.activations", "cnnkit.boxes", "cnnkit.cli", "cnnkit.conv", "cnnkit.data", "cnnkit.enlarging",
    "cnnkit.figures", "cnnkit.filterbank", "cnnkit.filterbank.equivariance", "cnnkit.gradient_descent", "cnnkit.invariance",
    "cnnkit.layers", "cnnkit.learner", "cnnkit.lessons", "cnnkit.linear", "cnnkit.losses", "cnnkit.models", "cnnkit.models.detector",
    "cnnkit.models.pose_nets",
    "cnnkit.normalization", "cnnkit.pool", "cnnkit.pose", "cnnkit.reference", "cnnkit.shortcut", "cnnkit.soft_argmax", "cnnkit.training",
    "cnnkit.transposed", "cnnkit.warmup", "cnnkit.widgets",
)  # fmt: skip

# the other floors of the house, and who calls them instead
INSIDE = {
    "cnnkit.__main__": "the command line", "cnnkit.atomic": "whatever writes a file", "cnnkit.classroom": "the command line",
    "cnnkit.doctor": "the old name of a function of learner", "cnnkit.grader": "lessons", "cnnkit.kernels": "the operations",
    "cnnkit.mistakes": "lessons", "cnnkit.moved": "old names", "cnnkit.numbers": "whatever shows one",
    "cnnkit.shapes": "the operations",
}  # fmt: skip

# public names that are handed out rather than called, or take nothing, and methods whose arguments the package gives
WITHOUT_ARGUMENTS = {
    "cnnkit.figures.maps.Figure": "what show_maps returns",
    "cnnkit.layers.layer.Layer": "a base without a step of its own",
    "cnnkit.losses.check_classes": "called by divergences with a shape of theirs",
    "cnnkit.training.history.History": "what fit returns",
    "cnnkit.training.trainer.Snapshot": "what Trainer.snapshot returns",
    **dict.fromkeys(
        (f"cnnkit.learner.standing.{name}" for name in ("ExerciseLine", "LessonLine", "Standing")), "what progress returns"
    ),
}

# methods that the package calls, with arguments of its own
BY_THE_PACKAGE = {
    "fewest": "training asks it of every layer", "prepare": "after a setting changed", "buttons": "by the controls of an explorer",
    "edit": "a page says it, see the messages", "press": "a page says it, see the messages",
    "watched": "a page says it, see the messages", "keep": "after an answer was judged",
    "notify_change": "traitlets", "set_state": "ipywidgets",
}  # fmt: skip


ROOT = Path(__file__).parent.parent


def is_module(name: str) -> bool:
    """Whether it is a module, not something in one."""
    return (ROOT / name.replace(".", "/")).with_suffix(".py").is_file() or (ROOT / name.replace(".", "/")).is_dir()


def floors() -> set[str]:
    """Every module that stands directly in the package."""
    return {f"cnnkit.{found.name}" for found in pkgutil.iter_modules(cnnkit.__path__)}


def entry_points() -> dict[str, object]:
    """Every public function and class, by the module that defines it; once, however many names lead to it."""
    found = {}
    for module in map(importlib.import_module, PUBLIC):
        for name in module.__all__:
            value = getattr(module, name)
            if inspect.isclass(value) and issubclass(value, BaseException):
                continue
            if inspect.isclass(value) or inspect.isroutine(value) or hasattr(value, "__wrapped__"):
                found[f"{value.__module__}.{value.__qualname__}"] = value
    return found


def methods() -> dict[str, tuple[object, set[str]]]:
    """Every public method and every property that can be set, by the class that defines it, and the names it goes by in others."""
    found: dict[str, tuple[object, set[str]]] = {}
    for made in filter(inspect.isclass, entry_points().values()):
        for name in dir(made):
            value = inspect.getattr_static(made, name)
            value = value.fset if isinstance(value, property) else getattr(value, "__func__", value)
            value = inspect.unwrap(value) if inspect.isfunction(value) else None
            abstract = made.__name__ == "Layer"  # each layer has its own forward and backward
            if name.startswith("_") or value is None or abstract or not value.__module__.startswith("cnnkit") or name in BY_THE_PACKAGE:
                continue
            own = value.__qualname__.rsplit(".", 1)[0]
            names = found.setdefault(f"{value.__module__}.{own}.{name}", (value, set()))[1]
            names.add(f"{made.__module__}.{made.__qualname__}.{name}")
    return found


def arguments_of(value: object) -> list[str]:
    """The names of the arguments; none for what cannot be looked into."""
    return [name for name, each in inspect.signature(value).parameters.items() if each.kind is not each.VAR_KEYWORD]


# what a question or a dashboard refuses is tested beside its explorer
LATER = ("cnnkit.widgets.",)
