"""Whole trainings beside PyTorch, for `scenes` and `joints`: seconds of every epoch, and runs that go on where they ended.

The seconds of an epoch are those of its batches: forward, divergence, backward, update.  What is done between two epochs, such as
composing new scenes, is left out for both libraries.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from .training import apart

__all__ = ["NEAR", "SHARE", "SIDES", "Ours", "Task", "Torch", "finished", "in_turns", "learn", "means", "options", "steps"]

FOLDER = Path(__file__).parent
NEAR, SHARE = 0.01, 0.8  # of the scores' means; of PyTorch's time for an epoch
LIBRARIES = ("shipped", "turns", "ours", "torch")
ONCE = {"shipped": "as it ships", "turns": "in turns"}  # what has no seed
TURNS = 60
RATE = 1e-4  # of the steps that are taken in turns: so small that the hundredth is as hard as the first


class Task(NamedTuple):
    """What both libraries learn, and in which order; the same seed makes the same task.

    Parameters
    ----------
    net : Layer
        With its first weights.
    train : tuple of arrays
        Images, then what is to be answered; changed in place between epochs.
    divergence, criterion : function
        Of z and what is to be answered, ours; and the same for a batch, from PyTorch.
    between : function of train, the number of epochs done, and rng
    epochs, batch_size : int
    schedule : function of the epochs done
    rng : numpy Generator
    """

    net: object
    train: tuple
    divergence: Callable
    criterion: Callable
    between: Callable
    epochs: int
    batch_size: int
    schedule: Callable
    rng: np.random.Generator


class Ours:
    """A task in this package, an epoch at a time."""

    def __init__(self, _torch, task):
        from cnnkit.training import Adam

        self.task, self.net, self.losses = task, task.net, []
        self.optimiser = Adam(self.net)

    def epoch(self, done, clock):
        """Train once on everything."""
        from cnnkit.training import Trainer

        task, (images, *wanted) = self.task, self.task.train
        run = Trainer(
            self.net, images, tuple(wanted) if len(wanted) > 1 else wanted[0], epochs=1, batch_size=task.batch_size, rng=task.rng,
            learning_rate=lambda part: task.schedule(done + part), optimiser=self.optimiser, divergence=task.divergence,
        )  # fmt: skip
        clock.start()
        self.losses += run.run().step_losses
        clock.stop()

    def predict(self, images):
        """What the net at rest answers."""
        from cnnkit.training import predict

        return predict(self.net, images)

    def save(self, path):
        """Keep what the next epoch needs."""
        from cnnkit.training import save_checkpoint

        save_checkpoint(path, self.net, optimiser=self.optimiser)

    def load(self, path):
        """Take up what `save` kept."""
        from cnnkit.training import load_checkpoint

        load_checkpoint(path, self.net, optimiser=self.optimiser)


class Torch:
    """The same in PyTorch."""

    def __init__(self, torch, task):
        from .torch_net import in_torch

        self.torch, self.task, self.losses = torch, task, []
        self.module, self.criterion = in_torch(torch, task.net), task.criterion(torch)
        self.optimiser = torch.optim.Adam(self.module.parameters(), lr=task.schedule(0))

    def epoch(self, done, clock):
        """Train once on everything, on the batches of a Trainer."""
        task, torch = self.task, self.torch
        count = len(task.train[0])
        steps = -(-count // task.batch_size)
        clock.start()
        self.module.train()
        order = task.rng.permutation(count)
        for step in range(steps):
            chosen = order[step * task.batch_size : (step + 1) * task.batch_size]
            images, *wanted = (torch.from_numpy(each[chosen]) for each in task.train)
            self.losses.append(self.step(task.schedule(done + step / steps), images, *wanted))
        clock.stop()

    def step(self, rate, images, *wanted):
        """Forward, criterion, backward, update; the loss."""
        self.optimiser.param_groups[0]["lr"] = rate
        self.optimiser.zero_grad()
        loss = self.criterion(self.module(images), *wanted)
        loss.backward()
        self.optimiser.step()
        return loss.item()

    def predict(self, images):
        """What the twin at rest answers, as an array."""
        self.module.eval()
        with self.torch.no_grad():
            return self.torch.cat([self.module(part) for part in self.torch.from_numpy(images).split(100)]).numpy()

    def save(self, path):
        """Keep what the next epoch needs."""
        self.torch.save([self.module.state_dict(), self.optimiser.state_dict()], path)

    def load(self, path):
        """Take up what `save` kept."""
        for part, state in zip((self.module, self.optimiser), self.torch.load(path), strict=True):
            part.load_state_dict(state)


SIDES = {"ours": Ours, "torch": Torch}


def learn(side, task, state):
    """Train a side; what its epochs took, as a dictionary.

    After every epoch `state` and the seconds beside it are written anew.  A run that finds them goes on: the epochs that
    are done only draw from the generator, so what follows meets the same images in the same order.
    """
    told, clock = state.with_suffix(".json"), Clock()
    if told.exists():
        clock.wall, clock.processor = json.loads(told.read_text())
        side.load(state)
    before = len(clock.wall)
    for epoch in range(task.epochs):
        if epoch < before:
            task.rng.permutation(len(task.train[0]))
        else:
            side.epoch(epoch, clock)
            side.save(state)
            told.write_text(json.dumps([clock.wall, clock.processor]))
            print(f"{state.stem}, epoch {epoch + 1}: loss {np.mean(side.losses[-100:]):.4f}, {clock.processor[-1]:.1f} s", flush=True)
        if epoch + 1 < task.epochs:
            task.between(task.train, epoch + 1, task.rng)
    return clock.told()


class Clock:
    """Seconds of wall and of processors between starts and stops."""

    def __init__(self):
        self.wall, self.processor = [], []

    def start(self):
        self._since = time.perf_counter(), time.process_time()

    def stop(self):
        self.wall.append(time.perf_counter() - self._since[0])
        self.processor.append(time.process_time() - self._since[1])

    def told(self):
        """Rounded, for a file."""
        each = {"processor": self.processor, "wall": self.wall}
        return {name: round(float(np.median(seconds)), 3) for name, seconds in each.items()} | {
            "epochs": len(self.wall), "training": round(sum(self.processor), 1)
        }  # fmt: skip


def steps(torch, task):
    """A step of Adam on the first batch of a task, ours and PyTorch's; they learn the same."""
    from cnnkit.losses import mean_loss

    from .training import _same

    net, there, own = task.net, Torch(torch, task), Ours(torch, task)
    images, *wanted = (each[: task.batch_size] for each in task.train)
    tensors, answer = [torch.from_numpy(each) for each in (images, *wanted)], tuple(wanted) if len(wanted) > 1 else wanted[0]

    def ours():
        loss, dz = mean_loss(*task.divergence(net.forward(images), answer))
        net.backward(dz, input_gradient=False)
        own.optimiser.step(RATE)
        return loss

    def theirs():
        return there.step(RATE, *tensors)

    _same(*zip(*[(ours(), theirs()) for _ in range(3)], strict=True))
    return {"ours": ours, "torch": theirs}


def in_turns(programs):
    """Median processor milliseconds of a step of each, taken in turns: what else the machine does slows both."""
    clocks = {name: Clock() for name in programs}
    for _ in range(TURNS):
        for name, step in programs.items():
            step()  # the other's numbers lie in the cache
            clocks[name].start()
            step()
            clocks[name].stop()
    return {name: round(1e3 * float(np.median(clock.processor)), 2) for name, clock in clocks.items()}


# --- what is kept, and what is said of it ----------------------------------------------------------


def options(name, kinds):
    """The options of a benchmark that trains nets of some kinds."""
    asked = argparse.ArgumentParser(prog=f"python -m tests.benchmarks.{name}")
    asked.add_argument("--seeds", default="0,1,2")
    asked.add_argument("--library", default=",".join(LIBRARIES))
    asked.add_argument("--only", default=",".join(kinds), help="which nets")
    asked.add_argument("--threads", type=int, default=1)
    asked.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / f"cnnkit-{name}", help="where unfinished runs are kept")
    return asked.parse_args()


def finished(name, chosen, run, table):
    """Run what is not kept in name.json yet, each in a process of its own; write name.json and name.md after each.

    Parameters
    ----------
    name : str
    chosen : Namespace
        As `options` gives it.
    run : function of threads, library, kind, seed, path of its state
        What is to be kept, a dictionary.
    table : function of all that is kept, {kind: {library: {seed: dictionary}}}
        Markdown.
    """
    kept_in = FOLDER / f"{name}.json"
    chosen.folder.mkdir(parents=True, exist_ok=True)
    for seed in chosen.seeds.split(","):
        for kind in chosen.only.split(","):
            for library in chosen.library.split(","):
                there = ONCE.get(library, seed)
                if there in _read(kept_in).get(kind, {}).get(library, {}):
                    continue
                done = apart(chosen.threads, run, library, kind, int(seed), chosen.folder / f"{kind} {library} {seed}.npz")
                kept = _read(kept_in)
                kept.setdefault(kind, {}).setdefault(library, {})[there] = done
                kept_in.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n")
                print(kind, library, there, done, flush=True)
    (FOLDER / f"{name}.md").write_text(table(_read(kept_in)))
    print(table(_read(kept_in)))


def _read(path):
    return json.loads(path.read_text()) if path.exists() else {}


def means(of_a_net, scores):
    """Sentences on what must hold: scores near PyTorch's, and the time of an epoch, for the seeds that both have."""
    mine, other = of_a_net.get("ours", {}), of_a_net.get("torch", {})
    both, lines = sorted(set(mine) & set(other)), []
    for step in of_a_net.get("turns", {}).values():
        share = step["ours"] / step["torch"]
        lines.append(
            f"Steps in turns: {step['ours']:.1f} ms of the processor, PyTorch {step['torch']:.1f} ms: {share:.2f} ({_verdict(share <= SHARE)})."
        )
    if not both:
        return lines
    told = []
    for score in scores:
        a, b = (float(np.mean([runs[seed][score] for seed in both])) for runs in (mine, other))
        told.append(f"{score} {a:.3f} and {b:.3f}, {abs(a - b):.3f} apart ({_verdict(abs(a - b) <= NEAR)})")
    share = float(np.mean([mine[seed]["processor"] for seed in both]) / np.mean([other[seed]["processor"] for seed in both]))
    told.append(f"time of an epoch {share:.2f} of PyTorch's ({_verdict(share <= SHARE)})")
    return [*lines, f"Means over seeds {', '.join(both)}, ours and PyTorch's: {'; '.join(told)}."]


def _verdict(holds):
    return "reached" if holds else "missed"
