"""``clausegen renewals answer``: a person says what a contract does not say of its dates, or says in two ways."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Final

import click
from pydantic import ValidationError

from clausegen.amendments import read_contract
from clausegen.cli.file_name import EXISTING_FOLDER
from clausegen.dates import read_dates
from clausegen.decisions import DECISIONS_NAME, append, decisions_in, latest_ids, new_id
from clausegen.errors import DocumentError, UsageError
from clausegen.ingest import load_document
from clausegen.model import ANSWERS, Decision, DecisionKind, quotation_of
from clausegen.runtime import file_sha256

_ASKED: Final = {
    "made": "dates.agreement_date",
    "begin": "dates.effective_date",
    "end": "dates.expiration_date",
    "term": "dates.initial_term",
    "renewal": "dates.renewal_term",
    "notice": "dates.notice_period",
}


@click.command("answer")
@click.argument("folder", metavar="DIR", type=EXISTING_FOLDER)
@click.argument("contract")
@click.option("--made", metavar="DAY", help="Day on which the contract was made.")
@click.option("--begin", metavar="DAY", help="Day on which it began.")
@click.option("--end", metavar="DAY|none", help="Day on which its first or only term ends; none if it has no end.")
@click.option("--term", metavar="PERIOD", help="Length of the first term, such as '3 years'.")
@click.option("--renewal", metavar="KIND", help="none, consent, 'option 1 year', 'automatic successive 1 year'.")
@click.option("--notice", metavar="PERIOD", help="Notice period, such as '90 days'.")
@click.option("--by", "who", required=True, help="Your name.")
@click.option("--note", default="", help="Where you found it.")
def answer_command(folder: Path, contract: str, who: str, note: str, **given: str | None) -> None:
    """Answer a question about the dates of CONTRACT, a path in DIR as the list shows it.

    The answer is kept in DIR/decisions.toml and counts wherever the contract is listed, checked or audited, until the
    contract changes. A later answer replaces it. Exit code: 0 it was kept; 2 it was not.
    """
    answers = {name: value.strip() for name, value in given.items() if value is not None}
    if not answers:
        options = ", ".join(f"--{name}" for name in _ASKED)
        raise UsageError(f"{contract}: nothing is answered; give at least one of {options}")
    file = folder / contract.partition("!")[0]
    if not file.is_file():
        raise UsageError(f"{file}: no such file; name the contract as 'clausegen renewals {folder}' lists it")
    digest = file_sha256(file) if "!" not in contract else ""
    ledger = folder / DECISIONS_NAME
    made = decisions_in(folder)
    quoted = _quoted(file) if "!" not in contract else {}
    now = dt.datetime.now().astimezone()
    decisions = []
    for name, value in answers.items():
        element = _ASKED[name]
        own = [decision for decision in made.of(contract, digest) if decision.element == element]
        fields: dict[str, object] = {"contract": contract, "sha256": digest, "element": element, "answer": value}
        fields |= {"who": who, "note": note, "when": now, "id": new_id(now), "after": latest_ids(own)}
        fields["decision"] = DecisionKind.ANSWERED
        try:
            decisions.append(Decision.model_validate({**fields, "quotation": quoted.get(element)}))
        except ValidationError:
            raise UsageError(f"--{name} {value!r}: expected {ANSWERS[element][1]}; nothing was kept") from None
    if {"begin", "end"} <= answers.keys() and answers["end"] != "none" and answers["end"] <= answers["begin"]:
        said = f"--end {answers['end']} does not lie after --begin {answers['begin']}"
        raise UsageError(f"{said}; look at both again, nothing was kept")
    append(ledger, decisions)
    for name, value in answers.items():
        click.echo(f"{ledger}: {contract}: {name} {value}, answered by {who}")


def _quoted(file: Path) -> dict[str, str]:
    """Identify the words that are quoted for each date now; none where the file cannot be read."""
    try:
        dates = read_dates(read_contract(load_document(file)))
    except DocumentError:
        return {}
    found = {element: getattr(dates, element.partition(".")[2]) for element in ANSWERS}
    return {element: quotation_of([finding.text] if finding else []) for element, finding in found.items()}
