"""Throughput beyond the machine at hand, simulated: workers that judge, one main process that takes answers.

    python benchmarks/audit_scaling.py --judge-ms 100 --main-ms 1.7

Service times are drawn around the mean with the spread of real portfolios (log-normal, sigma 0.8). The main
process is one server in front of which answers queue; a worker waits when it has no task ahead.
"""

from __future__ import annotations

import argparse
import heapq
import math
import random

SIGMA = 0.8


def simulate(workers: int, files: int, judge: float, main: float, batch: int) -> float:
    """Seconds to judge ``files`` with ``workers``, ``batch`` files to a task; times in seconds per file."""
    chance = random.Random(0)
    mean = math.log(judge) - SIGMA**2 / 2
    tasks = files // batch
    ready = [
        (sum(chance.lognormvariate(mean, SIGMA) for _ in range(batch)), worker) for worker in range(min(workers, tasks))
    ]
    heapq.heapify(ready)
    given, free_at = len(ready), 0.0
    while ready:
        done_at, worker = heapq.heappop(ready)
        free_at = max(free_at, done_at) + main * batch  # the main process takes one answer after the other
        if given < tasks:
            given += 1
            seconds = sum(chance.lognormvariate(mean, SIGMA) for _ in range(batch))
            heapq.heappush(ready, (free_at + seconds, worker))
    return free_at


def main() -> None:
    """Print a table of throughput by number of workers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--judge-ms", type=float, default=100.0)
    parser.add_argument("--main-ms", type=float, default=1.7)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--files", type=int, default=20_000)
    given = parser.parse_args()
    one = 0.0
    print(f"{'workers':>8} {'files/s':>9} {'speed-up':>9} {'efficiency':>11}")
    for workers in (1, 2, 4, 8, 16, 32, 64, 128, 256):
        rate = given.files / simulate(workers, given.files, given.judge_ms / 1e3, given.main_ms / 1e3, given.batch)
        one = one or rate
        print(f"{workers:>8} {rate:>9.1f} {rate / one:>9.2f} {rate / one / workers:>11.0%}")


if __name__ == "__main__":
    main()
