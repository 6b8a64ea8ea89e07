"""What a learner's program may use."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

__all__ = ["NETS", "Limits"]


@dataclass(frozen=True)
class Limits:
    """Limits of one exercise of one submission, for all of its processes together unless said otherwise.

    Parameters
    ----------
    seconds : float
        Processor time.
    wall : float
        Seconds on the clock, without those in which it waited for a processor: a slow neighbour is nobody's fault.
    memory : int
        Bytes, of all processes together.
    address_space : int
        Bytes that a single process may ask for.
    processes : int
        Processes and threads.
    files : int
        Open files of one process.
    file_size, disk : int
        Bytes of one file, and of the folder for temporary files.
    inodes : int
        Files in that folder.
    sent : int
        Bytes of answers.

    Examples
    --------
    >>> Limits(seconds=5).wall
    45
    """

    seconds: float = 20
    wall: float = 45
    memory: int = 1 << 30
    address_space: int = 3 << 30
    processes: int = 48
    files: int = 128
    file_size: int = 16 << 20
    disk: int = 32 << 20
    inodes: int = 4000
    sent: int = 32 << 20

    def told(self) -> dict[str, float]:
        """As a plain dict, for the warden.

        Examples
        --------
        >>> Limits().told()["seconds"]
        20
        """
        return asdict(self)

    def times(self, factor: int) -> Limits:
        """The same with more time.

        Examples
        --------
        >>> Limits().times(3).seconds
        60
        """
        return replace(self, seconds=self.seconds * factor, wall=self.wall * factor)


NETS = 3  # times as long for exercises that train
