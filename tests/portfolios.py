"""Small portfolios, a judge that does what the contract's text says, and one call that audits them."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from clausegen.auditing.discover import Input, walk
from clausegen.auditing.engine import Engine, LocalEngine
from clausegen.auditing.register import Register
from clausegen.auditing.run import Finished, audit
from clausegen.auditing.store import Store
from clausegen.auditing.unit import JudgingSettings, UnitAnswer
from clausegen.auditing.watcher import Watcher
from clausegen.errors import ModelError
from clausegen.model.document import Block, Coverage, Document
from clausegen.model.portfolio import Entry, Outcome
from clausegen.model.report import Contract, Evidence, Finding, Generator, Report, Summary, Verdict
from clausegen.model.requirement import Severity, Status, Tier

GENERATOR = Generator(version="1", library="1", library_sha256="lib", detector="d1", model_sha256="m1")
SEEDED = "The Supplier may suspend at any time."


def judge(document: Document, *, tier: Tier, playbook: str, generator: Generator = GENERATOR) -> Report:
    """Suspension is satisfied by the word "suspend"; reporting never; a few words break the worker."""
    text = document.text
    if "KILL" in text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "EXIT" in text:
        os._exit(3)
    if "HANG" in text:
        time.sleep(600)
    if "ABORT" in text:
        os.abort()
    if "SPIN" in text:
        while True:
            pass
    if "GREEDY" in text:
        bytearray(8 * 2**30)
    if "DEFECT" in text:
        raise KeyError("a defect of ours")
    if "ONCE" in text and not (marker := Path(document.text.split()[-1])).exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    at = text.find("suspend")
    found = (Evidence(text="suspend", start=at, end=at + 7, clause="9.2(a)"),) if at >= 0 else ()
    findings = (
        Finding(
            element="on-suspicion",
            code="SUS-1",
            severity=Severity.CRITICAL,
            status=Status.SATISFIED if found else Status.MISSING,
            confidence=0.9,
            evidence=found,
            reason="the words quoted establish it" if found else "no operative words were found",
        ),
    )
    reporting = Finding(
        element="annual", code="REP-1", severity=Severity.MAJOR, status=Status.MISSING, confidence=0.8, reason="none"
    )
    verdicts = (
        Verdict(requirement="suspension", code="SUS", status=findings[0].status, findings=findings),
        Verdict(requirement="reporting", code="REP", status=Status.MISSING, findings=(reporting,)),
    )
    satisfied = 1 if found else 0
    return Report(
        generator=generator,
        contract=Contract(
            path=document.path,
            sha256=document.sha256,
            format=document.format,
            language="en",
            coverage=document.coverage,
        ),
        playbook=playbook,
        tier=tier,
        verdicts=verdicts,
        summary=Summary(
            status=Status.PARTIAL if satisfied else Status.MISSING, satisfied=satisfied, missing=2 - satisfied
        ),
    )


def judge_family(
    documents: list[tuple[str, Document]], *, tier: Tier, playbook: str, lacking: Sequence[str] = ()
) -> Report:
    """A family has what any of its files has."""
    text = "\n".join(document.text for _, document in documents)
    complete = not lacking and all(document.coverage.complete for _, document in documents)
    skipped = (*(said for _, document in documents for said in document.coverage.skipped), *lacking)
    whole = {"text": text, "blocks": (), "coverage": Coverage(complete=complete, skipped=skipped)}
    return judge(documents[0][1].model_copy(update=whole), tier=tier, playbook=playbook)


def judge_as_one(
    documents: list[tuple[str, Document]], *, tier: Tier, playbook: str, lacking: Sequence[str] = ()
) -> Report:
    """A family as the program judges it, by the declared signals alone."""
    from clausegen.checker import (
        pipeline as api,  # loading it takes a worker half a second, which other tests do not grant
    )

    report = api.judge_family(documents, tier=tier, lacking=lacking)
    return report.model_copy(update={"generator": GENERATOR, "playbook": playbook})


def an_audited(
    path: str, text: str, *, tier: Tier = Tier.LOW, generator: Generator = GENERATOR, **fields: object
) -> Entry:
    """The entry of a contract that was judged; its text stands for its hash."""
    document = Document.from_blocks([Block(text=text, start=0, end=0)], path=path, format="txt", sha256=text)
    report = judge(document, tier=tier, playbook="p", generator=generator)
    values = {"outcome": Outcome.JUDGED, "report": report, "sha256": text, **fields}
    return Entry(path=path, tier=tier, **values)  # type: ignore[arg-type]


class Counter(Watcher):
    """Keeps every answer that comes."""

    def __init__(self) -> None:
        self.answers: list[UnitAnswer] = []

    def answered(self, answer: UnitAnswer) -> None:
        self.answers.append(answer)


def a_judging(**changes: object) -> JudgingSettings:
    """The way of judging with the judge above."""
    judges = {"judge": "portfolios:judge", "judge_family": "portfolios:judge_family"}
    given = {**judges, "playbook": "p", "generator": GENERATOR, "cpu_seconds": 20, **changes}
    return JudgingSettings(**given)  # type: ignore[arg-type]


def a_portfolio(folder: Path, **texts: str) -> Path:
    """Text files by name; ``__`` in a name is a folder."""
    for name, text in texts.items():
        path = folder / f"{name.replace('__', '/')}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Software Licence Agreement\n\n{text}\n", encoding="utf-8")
    return folder


def run(
    folder: Path,
    outdir: Path,
    *,
    judging: JudgingSettings | None = None,
    engine: Engine | None = None,
    register: Register | None = None,
    workers: int = 1,
    watcher: Watcher | None = None,
    retry: bool = False,
    fresh: bool = False,
    exclude: Iterable[str] = (),
    inputs: Iterable[Input] | None = None,
) -> tuple[Finished, dict[str, Entry]]:
    """Audit a folder; the finished run and its entries by path."""
    outdir.mkdir(exist_ok=True)
    judging = judging or a_judging()
    with Store(outdir) as store:
        finished = audit(
            walk(folder, exclude=tuple(exclude), aside=(outdir,)) if inputs is None else inputs,
            store=store,
            engine=engine or LocalEngine(judging, workers),
            judging=judging,
            register=register or Register(),
            tier=Tier.MEDIUM,
            watcher=watcher or Watcher(),
            retry=retry,
            fresh=fresh,
        )
        return finished, {entry.path: entry for entry in store.entries(finished.run)}


def slow_judge(document: Document, *, tier: Tier, playbook: str) -> Report:
    """The same, in no hurry."""
    time.sleep(0.05)
    return judge(document, tier=tier, playbook=playbook)


def no_model(document: Document, *, tier: Tier, playbook: str) -> Report:
    """A judge whose model is absent."""
    raise ModelError("models/reader: no such model; reinstall clausegen")
