"""Whole trainings beside PyTorch, for `scenes` and `joints`: seconds of every epoch, and runs that are kept.

The seconds of an epoch are those of its batches: forward, divergence, backward, update.  What is done between two epochs, such as
composing new scenes, is left out for both libraries.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np

from .training import apart

__all__ = ["NEAR", "SHARE", "finished", "in_turns", "means", "options", "ours", "predicted", "steps", "theirs"]

FOLDER = Path(__file__).parent
NEAR, SHARE = 0.01, 0.8  # of the scores' means; of PyTorch's time for an epoch
LIBRARIES = ("shipped", "turns", "ours", "torch")
ONCE = {"shipped": "as it ships", "turns": "in turns"}  # what has no seed
TURNS = 60
RATE = 1e-4  # of the steps that are taken in turns: so small that the hundredth is as hard as the first


def options(name, kinds):
    """The options of a benchmark that trains nets of some kinds."""
    asked = argparse.ArgumentParser(prog=f"python -m tests.benchmarks.{name}")
    asked.add_argument("--seeds", default="0,1,2")
    asked.add_argument("--library", default=",".join(LIBRARIES))
    asked.add_argument("--only", default=",".join(kinds), help="which nets")
    asked.add_argument("--threads", type=int, default=1)
    return asked.parse_args()


def finished(name, chosen, run, table):
    """Run what is not kept in name.json yet, each in a process of its own; write name.json and name.md after each.

    Parameters
    ----------
    name : str
    chosen : Namespace
        As `options` gives it.
    run : function of threads, library, kind, seed
        What is to be kept, a dictionary.
    table : function of all that is kept, {kind: {library: {seed: dictionary}}}
        Markdown.
    """
    kept_in = FOLDER / f"{name}.json"
    for seed in chosen.seeds.split(","):
        for kind in chosen.only.split(","):
            for library in chosen.library.split(","):
                there = ONCE.get(library, seed)
                if there in _read(kept_in).get(kind, {}).get(library, {}):
                    continue
                done = apart(chosen.threads, run, library, kind, int(seed))
                kept = _read(kept_in)
                kept.setdefault(kind, {}).setdefault(library, {})[there] = done
                kept_in.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n")
                (FOLDER / f"{name}.md").write_text(table(kept))
                print(kind, library, there, done, flush=True)
    print(table(_read(kept_in)))


def steps(torch, net, images, wanted, divergence, criterion):
    """A step of Adam on one batch, ours and PyTorch's, from the same weights; they learn the same."""
    from cnnkit.losses import mean_loss
    from cnnkit.training import Adam

    from .torch_net import in_torch
    from .training import _same

    module, rule = in_torch(torch, net), Adam(net)
    optimiser = torch.optim.Adam(module.parameters(), lr=RATE)
    there = [torch.from_numpy(each) for each in (images, *wanted)]
    answer = wanted if len(wanted) > 1 else wanted[0]

    def mine():
        loss, dz = mean_loss(*divergence(net.forward(images), answer))
        net.backward(dz, input_gradient=False)
        rule.step(RATE)
        return loss

    def other():
        optimiser.zero_grad()
        loss = criterion(module(there[0]), *there[1:])
        loss.backward()
        optimiser.step()
        return loss

    _same(*zip(*[(mine(), other().item()) for _ in range(3)], strict=True))
    return {"ours": mine, "torch": other}


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


def _read(path):
    return json.loads(path.read_text()) if path.exists() else {}


def ours(run):
    """Run a trainer; medians and sum of its epochs' seconds."""
    between, clock = run.on_epoch, Clock()

    def on_epoch(trainer):
        clock.stop()
        between(trainer)
        clock.start()

    run.on_epoch = on_epoch
    clock.start()
    run.run()
    return clock.told()


def theirs(torch, module, train, criterion, between, *, epochs, batch_size, schedule, rng):
    """Train PyTorch's twin with Adam on the batches that a trainer with this generator takes; the same seconds.

    Parameters
    ----------
    train : tuple of arrays
        Images, then what is to be answered.
    criterion : function of z and tensors
        The loss of a batch.
    between : function of the number of epochs done
        Called after each, as `on_epoch` of a trainer.
    """
    optimiser, clock = torch.optim.Adam(module.parameters(), lr=schedule(0)), Clock()
    steps = -(-len(train[0]) // batch_size)
    for epoch in range(epochs):
        clock.start()
        module.train()
        order = rng.permutation(len(train[0]))
        for step in range(steps):
            chosen = order[step * batch_size : (step + 1) * batch_size]
            images, *wanted = (torch.from_numpy(each[chosen]) for each in train)
            optimiser.param_groups[0]["lr"] = schedule(epoch + step / steps)
            optimiser.zero_grad()
            criterion(module(images), *wanted).backward()
            optimiser.step()
        clock.stop()
        between(epoch + 1)
    module.eval()
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


def predicted(torch, module, images):
    """What PyTorch's twin at rest answers, as an array."""
    with torch.no_grad():
        return torch.cat([module(part) for part in torch.from_numpy(images).split(100)]).numpy()


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
