"""An audit in the desk that a person cancels keeps what was judged, and goes on with the rest."""

from pathlib import Path

from clausegen.auditing import Finished, Register, Store, UnitAnswer
from clausegen.library import load_library
from clausegen.model import DEFAULT_PLAYBOOK, Tier
from clausegen.web.job import Job

FILES = 5


def test_an_audit_is_cancelled_and_gone_on_with(tmp_path: Path) -> None:
    folder, place = tmp_path / "contracts", tmp_path / "desk"
    folder.mkdir()
    place.mkdir()
    for number in range(FILES):
        text = f"Licence Agreement\n\n1. The Supplier licenses the System to Ministry {number}.\n"
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    answers: list[str] = []
    ended: list[Finished] = []

    def answered(answer: UnitAnswer, key: str) -> None:
        answers.append(answer.unit.name)
        if len(answers) == 1:  # the person cancels while the first contract has just been judged
            job.cancel()

    def finished(store: Store, done: Finished) -> None:
        ended.append(done)

    job = Job(
        folder,
        place,
        library=load_library(),
        playbook=DEFAULT_PLAYBOOK,
        tier=Tier.MEDIUM,
        workers=1,
        answered=answered,
        finished=finished,
    )
    job.start(Register())
    job.wait(240)
    assert (job.progress.state, job.progress.done, ended) == ("cancelled", 1, [])
    assert "4 left. What was judged is kept." in job.progress.said

    job.start(Register())
    job.wait(240)
    assert (job.progress.state, job.progress.known, len(ended)) == ("done", 1, 1)
    assert sorted(answers) == [f"{number}.txt" for number in range(FILES)]  # each contract once
