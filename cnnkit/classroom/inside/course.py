"""What `import cnnkit` gives inside: earlier lessons' functions, silence for what only draws, a refusal for the rest.

Which functions are offered comes with each request: the readable solutions of earlier lessons, never one that would
be an answer of the lesson that is graded.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
import types

import numpy as np

__all__ = ["NAMES", "Silent", "install", "refused", "words"]

# what only shows things, or waits for a person
SHOWS = ("matplotlib", "IPython", "ipywidgets", "anywidget", "tqdm")
ROOMS = ("figures", "widgets", "learner", "data", "models", "training", "invariance")
refused: list[str] = []

# the package's function: the exercise whose solution does the same
NAMES = {
    "activation_grad": "activation_backward",
    "conv2d": "conv2d_forward",
    "conv2d_grad_bias": "conv2d_grad_bias",
    "conv2d_grad_input": "conv2d_grad_input",
    "conv2d_grad_weight": "conv2d_grad_weight",
    "conv_transpose2d": "conv_transpose2d",
    "conv_transpose2d_grad_input": "conv_transpose2d_grad_input",
    "conv_transpose2d_grad_weight": "conv_transpose2d_grad_weight",
    "cross_entropy": "cross_entropy",
    "downsample2d": "downsample",
    "downsample2d_grad": "downsample_grad",
    "max_pool2d": "max_pool",
    "max_pool2d_grad": "max_pool_grad",
    "mean_loss": "mean_loss",
    "mean_pool2d": "mean_pool",
    "mean_pool2d_grad": "mean_pool_grad",
    "rotate_filters": "rotation_bank",
    "upsample2d": "upsample",
}


def _pair(size):
    return (size, size) if np.ndim(size) == 0 else tuple(size)


# the package's signature around the exercise's
WRAPPERS = {
    "conv2d": lambda own: lambda y, w, bias=None, *, stride=1, padding=0: own(
        y, w, np.zeros(len(w)) if bias is None else bias, stride, padding
    ),
    "conv2d_grad_input": lambda own: lambda dz, w, input_size, stride=1, padding=0: own(
        dz, w, input_size, stride, padding
    ),
    "conv2d_grad_weight": lambda own: lambda dz, y, kernel_size, stride=1, padding=0: own(
        dz, y, _pair(kernel_size), stride, padding
    ),
    "conv_transpose2d": lambda own: lambda y, w, stride=1, padding=0: own(y, w, stride, padding),
    "max_pool2d": lambda own: lambda y, kernel_size, stride=None: own(y, kernel_size, stride or kernel_size),
    "mean_pool2d": lambda own: lambda y, kernel_size, stride=None: own(y, kernel_size, stride or kernel_size),
    "mean_pool2d_grad": lambda own: lambda du, input_size, kernel_size, stride=None: own(
        du, input_size, kernel_size, stride or kernel_size
    ),
}


def words(name: str) -> str:
    """What the learner is told, as at the notebook.

    Examples
    --------
    >>> words("conv2d")[:52]
    "Your function hands the work to the package's conv2d"
    """
    return (
        f"Your function hands the work to the package's {name}. Here you write that part yourself; "
        "afterwards the package's is yours to use."
    )


class Silent:
    """Takes everything and does nothing: figures, widgets, checks.

    Examples
    --------
    >>> figure, axes = Silent().subplots(2)
    """

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *args, **kwargs):
        """Take anything."""
        return self

    def __getitem__(self, key):
        return self

    def __setitem__(self, key, value):
        pass

    def __iter__(self):
        return iter((self, self))

    def __enter__(self):
        return self

    def __exit__(self, *args):
        return False


class Refused:
    """Stands for something of the package that is not at hand; says so when it is used."""

    def __init__(self, name):
        self._name = name

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Refused(name)

    def __call__(self, *args, **kwargs):
        if self._name in _answers:
            refused.append(self._name)
        raise RuntimeError(f"{self._name} of cnnkit is not at hand while grading")


class AtHand(types.ModuleType):
    """A module of the package as far as it is at hand."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        if name in _offered:
            return _offered[name]
        room = self.__name__.split(".")
        if room[0] == "tqdm":
            return range if name == "trange" else _pass_through
        if room[0] in SHOWS or (len(room) > 1 and room[1] in ROOMS[:3]):
            return _use if name == "use" else Silent()
        if room == ["cnnkit"] and name in ROOMS:
            return importlib.import_module(f"cnnkit.{name}")
        return Refused(name)


def _pass_through(items=(), *args, **kwargs):
    return items


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path=None, target=None):
        """A room for the package's and the drawing packages' names, nothing for others."""
        if name.split(".")[0] in ("cnnkit", *SHOWS):
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec):
        return AtHand(spec.name)

    def exec_module(self, module):
        pass


_offered: dict[str, object] = {}
_stand_ins: dict[str, object] = {}
_answers: set[str] = set()


def _use(exercise, function=None):
    """One's own function, or what stands in for one that is wrong or of an earlier lesson."""
    if exercise in _stand_ins:
        return _stand_ins[exercise]
    if function is not None:
        return function
    return _offered.get(exercise, Refused(exercise))


def install(offered: dict[str, str], stand_ins: dict[str, str], answers: list[str]) -> None:
    """Put these functions, given as source text, and nothing else in place of the package."""
    _answers.clear()
    _answers.update(answers)
    for name in [name for name in sys.modules if name.split(".")[0] in ("cnnkit", *SHOWS)]:
        del sys.modules[name]
    sys.meta_path.insert(0, _Finder())
    functions = {"np": np, "__name__": "course"}
    for name, source in {**offered, **stand_ins}.items():
        exec(compile(source, f"<{name}>", "exec"), functions)
    _offered.clear()
    _offered.update({name: functions[name] for name in offered})
    _offered.update({name: made for name, made in _package(_offered).items() if name not in answers})
    _stand_ins.clear()
    _stand_ins.update({name: functions[name] for name in stand_ins})


def _package(functions) -> dict[str, object]:
    """The package's functions under their own names and signatures, as far as the lessons' give them."""
    return {
        name: WRAPPERS.get(name, lambda own: own)(functions[exercise])
        for name, exercise in NAMES.items()
        if exercise in functions
    }
