"""An audit of the folder that runs while the desk is used: its progress, how it is cancelled, how it goes on."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from clausegen.auditing import (
    REGISTER_NAMES,
    AuditOptions,
    Finished,
    LocalEngine,
    Register,
    Store,
    UnitAnswer,
    Watcher,
    audit,
    judging_as,
    walk,
    without_own_files,
)
from clausegen.decisions import DECISIONS_NAME, WAIVERS_NAME
from clausegen.errors import ClausegenError
from clausegen.library import Library
from clausegen.model import Tier

ASIDE = (*REGISTER_NAMES, WAIVERS_NAME, DECISIONS_NAME)


class _Cancelled(ClausegenError):
    """A person has cancelled the audit; what was judged is kept."""


@dataclass
class JobProgress:
    """Progress of an audit. ``state`` is "idle", "listing", "judging", "done", "cancelled" or "failed"."""

    state: str = "idle"
    files: int = 0
    units: int = 0
    done: int = 0
    known: int = 0
    current: str = ""
    said: str = ""
    began: float = field(default_factory=time.monotonic)

    @property
    def running(self) -> bool:
        """True until it has ended in any way."""
        return self.state in ("listing", "judging")

    @property
    def minutes_left(self) -> int | None:
        """About how many minutes it takes from here, None while nobody can tell."""
        judged = self.done - self.known
        if judged < 3 or not self.running:
            return None
        seconds = (time.monotonic() - self.began) / judged * (self.units - self.done)
        return max(1, round(seconds / 60))


class Job(Watcher):
    """One audit at a time, in a thread; the contracts are read and judged in limited processes of their own.

    ``answered`` is called for each contract, with the key of its report in the store, and ``finished`` at the end.
    """

    def __init__(
        self,
        folder: Path,
        place: Path,
        *,
        library: Library,
        playbook: str,
        tier: Tier,
        workers: int | None = None,
        answered: Callable[[UnitAnswer, str], None],
        finished: Callable[[Store, Finished], None],
    ) -> None:
        self.folder, self.place = folder, place
        self.tier = tier
        self._judging = judging_as(AuditOptions(playbook=playbook), library)
        self.workers = workers or max(1, (os.cpu_count() or 2) - 1)  # one core is left to the person at the desk
        self.progress = JobProgress()
        self._on_answer, self._on_end = answered, finished
        self._cancel = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def start(self, register: Register) -> None:
        """Begin an audit, or go on with one that was cancelled; nothing where one runs."""
        with self._lock:
            if self.progress.running:
                return
            self._cancel.clear()
            self.progress = JobProgress(state="listing")
            self._thread = threading.Thread(target=self._run, args=(register,), name="audit", daemon=True)
            self._thread.start()

    def cancel(self) -> None:
        """End the audit after the contract that is being judged; everything judged is kept."""
        self._cancel.set()
        self.progress.said = "Ending after the contract in work …"

    def wait(self, seconds: float | None = None) -> None:
        """Return when the audit has ended, or the time is over."""
        if self._thread is not None:
            self._thread.join(seconds)

    def listing(self) -> None:
        """See ``auditing.Watcher``."""
        self.progress.state = "listing"

    def listed(self, files: int, units: int, known: int) -> None:
        """See ``auditing.Watcher``."""
        progress = self.progress
        progress.files, progress.units, progress.known, progress.done = files, units, known, known
        progress.state, progress.began = "judging", time.monotonic()
        self._check()

    def answered(self, answer: UnitAnswer) -> None:
        """See ``auditing.Watcher``."""
        self.progress.done += 1
        self.progress.current = answer.unit.name
        self._on_answer(answer, self._judging.key(answer.unit, answer.digests) if answer.report else "")
        self._check()

    def _check(self) -> None:
        if self._cancel.is_set():
            raise _Cancelled("cancelled")

    def _run(self, register: Register) -> None:
        progress = self.progress
        aside = [self.place, *(self.folder / name for name in ASIDE)]
        try:
            with Store(self.place, shared=True) as store:
                ended = audit(
                    without_own_files(walk(self.folder, aside=aside)),
                    store=store,
                    engine=LocalEngine(self._judging, self.workers),
                    judging=self._judging,
                    register=register,
                    tier=self.tier,
                    watcher=self,
                )
                self._on_end(store, ended)
            progress.state, progress.said = "done", f"{ended.files_now} files were read in this run."
        except _Cancelled:
            left = progress.units - progress.done
            progress.state, progress.said = "cancelled", f"Cancelled; {left} left. What was judged is kept."
        except ClausegenError as error:
            progress.state, progress.said = "failed", str(error)
        except Exception as error:  # a defect of ours must not leave the page waiting
            progress.state = "failed"
            progress.said = f"The program failed ({type(error).__name__}); what was judged is kept. Please report it."
