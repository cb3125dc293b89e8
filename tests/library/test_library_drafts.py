"""What the shipped library drafts, judged by the shipped checker: nothing due is missing or contradicted."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from deals import a_deal, deal_data, needed_by
from openxml_audit import OpenXmlValidator
from test_assemble import AGREEMENT, INCIDENT

from clausegen.checker.pipeline import judge
from clausegen.drafting.assembly import assemble
from clausegen.drafting.deal_choices import POSITIONS, at_position
from clausegen.drafting.documents import Format, compose, draft
from clausegen.drafting.provision_changes import Existing, Provision
from clausegen.drafting.templates import kinds, shell
from clausegen.errors import DraftRefused
from clausegen.ingest.load import load_document
from clausegen.library.load import load_library
from clausegen.lint.inspections import faults, faults_of_paper
from clausegen.model.deal import Approval, Deal, ExistingAgreement
from clausegen.model.document import Document
from clausegen.model.draft import Paper, ParagraphKind, as_document
from clausegen.model.report import Report
from clausegen.model.requirement import Status, Tier

LIBRARY = load_library()
TIERS = (Tier.LOW, Tier.MEDIUM, Tier.HIGH)
WITH_CLAUSES = [kind for kind in kinds(LIBRARY) if shell(LIBRARY, kind).clauses]


def deal_at(tier: Tier, kind: str = "agreement") -> Deal:
    longest = LIBRARY.playbook().tiers[tier].term_months_max
    limits = {**deal_data()["use_limits"], "licensed_months": longest}
    return a_deal(tier=tier.value, agreement=AGREEMENT, incident=INCIDENT, use_limits=limits, **needed_by(kind))


def drafted(kind: str, tier: Tier, position: str = "preferred") -> Paper:
    deal = at_position(deal_at(tier, kind), LIBRARY, position, "Maren Holt")
    return compose(deal, tier, library=LIBRARY, kind=kind)


def shortcomings(paper: Paper, tier: Tier) -> dict[str, Any]:
    report = judge(as_document(paper), tier=tier, library=LIBRARY)
    return {
        finding.code: (finding.status, finding.reason)
        for verdict in report.verdicts
        for finding in verdict.findings
        if finding.status is not Status.SATISFIED
    }


@pytest.mark.parametrize("form", ["docx", "html", "md"])
def test_a_file_lacks_nothing_either_and_no_word_of_it_is_doubted(form: Format, tmp_path: Path) -> None:
    """A Word file has a table of contents with pages, a web page has styles: neither may count against the words."""
    path = tmp_path / f"draft.{form}"
    path.write_bytes(draft(deal_at(Tier.HIGH), library=LIBRARY, form=form).data)
    read = load_document(path)
    report = judge(read, tier=Tier.HIGH, library=LIBRARY)
    assert {f.code for v in report.verdicts for f in v.findings if f.status is not Status.SATISFIED} == set()
    assert [notice.message for notice in read.notices] == []


# The words of the clauses do not depend on the kind: benchmarks/drafts.py goes through every combination.
JUDGED = [(kind, tier, "preferred") for kind in WITH_CLAUSES for tier in TIERS]
JUDGED += [("agreement", tier, position) for tier in TIERS for position in POSITIONS if position != "preferred"]


@pytest.mark.parametrize(("kind", "tier", "position"), JUDGED)
def test_a_draft_with_the_clauses_lacks_nothing_at_its_tier(kind: str, tier: Tier, position: str) -> None:
    assert shortcomings(drafted(kind, tier, position), tier) == {}


@pytest.mark.parametrize("position", POSITIONS)
@pytest.mark.parametrize("tier", TIERS)
@pytest.mark.parametrize("kind", [kind for kind in kinds(LIBRARY) if shell(LIBRARY, kind).binds])
def test_every_kind_is_drafted_without_a_drafting_fault(kind: str, tier: Tier, position: str) -> None:
    assert [str(fault) for fault in faults_of_paper(drafted(kind, tier, position))] == []


def recorded(deal: Deal, kind: str, tier: Tier) -> Deal:
    """The deal as a record of the house needs it: one to refuse, or one that everybody approved."""
    match shell(LIBRARY, kind).records:
        case "refusal":
            return deal.model_copy(update={"end_user": None})
        case "approval":
            functions = [accepted[0] for accepted in LIBRARY.playbook().tiers[tier].approvers]
            approvals = tuple(Approval(by="Ida Roth", function=name, date=deal.date) for name in functions)
            return deal.model_copy(update={"approvals": approvals})
    return deal


@pytest.mark.parametrize("position", POSITIONS)
@pytest.mark.parametrize("tier", TIERS)
@pytest.mark.parametrize("kind", kinds(LIBRARY))
def test_every_kind_is_a_valid_word_file(kind: str, tier: Tier, position: str, tmp_path: Path) -> None:
    deal = recorded(at_position(deal_at(tier, kind), LIBRARY, position, "Maren Holt"), kind, tier)
    file = tmp_path / "draft.docx"
    file.write_bytes(draft(deal, library=LIBRARY, kind=kind).data)
    assert [str(error) for error in OpenXmlValidator().validate(str(file)).errors] == []


def test_an_answer_is_the_only_figure_of_its_kind() -> None:
    answers = {
        "whistleblowing": {"acknowledgement_days": 3},
        "human-rights-training": {"refresher_months": 6},
        "audit-and-logs": {"log_retention_years": 9},
    }
    deal = deal_at(Tier.HIGH).model_copy(update={"answers": a_deal(answers=answers).answers})
    paper = compose(deal, Tier.HIGH, library=LIBRARY)
    text = as_document(paper).text
    process, refresher = (
        paper.numbers()[name] for name in ("whistleblowing.supplier-process", "human-rights-training.refresher")
    )
    assert f"acknowledges and evaluates it within the times that clause {process} states" in text
    assert f"is repeated as clause {refresher} provides" in text
    assert text.count("for at least 9 years") == 2  # audit of logs, and preservation for investigations
    assert "7 years" not in text


def test_a_stated_tier_stands_on_the_floors_the_deal_itself_decides() -> None:
    def deal(capability: str, **changes: Any) -> Deal:
        return a_deal(product={**deal_data()["product"], "capability": capability}, **changes)

    with pytest.raises(DraftRefused, match=r"tier low, but it is at least medium: .*covertly.*tier_override"):
        draft(deal("covert-intrusion", tier="low"), library=LIBRARY, form="md")
    override = {"approved_by": "Maren Holt", "date": dt.date(2026, 1, 1), "reason": "new facts"}
    made = draft(deal("covert-intrusion", tier="low", tier_override=override), library=LIBRARY, form="md")
    assert made.paper.manifest["tier_basis"] == "stated"
    with pytest.raises(DraftRefused, match="collects in mass"):
        draft(deal("mass", tier="high", tier_override=override), library=LIBRARY, form="md")
    assert "collects in mass" in draft(deal("mass"), library=LIBRARY, kind="refusal-memo", form="md").data.decode()


def test_the_manifest_lists_the_figures_nobody_stated() -> None:
    paper = compose(a_deal(answers={"log_retention_years": 9}), Tier.HIGH, library=LIBRARY)
    defaults: Any = paper.manifest["defaults"]
    assert defaults["answers.use-limits.activation_days"] == 30
    assert defaults["answers.suspension.activation_key_hours"] == 24
    assert not any("log_retention_years" in name for name in defaults)


def test_commercial_terms_kept_apart_are_no_stranger_to_the_entire_agreement() -> None:
    apart = as_document(compose(a_deal(), Tier.HIGH, library=LIBRARY)).text
    assert "with its Schedules and, for the Fees only, the commercial terms to which Schedule 1 refers, and as" in apart
    stated = as_document(compose(a_deal(fees="of EUR 5"), Tier.HIGH, library=LIBRARY)).text
    assert "This Agreement, with its Schedules and as clause" in stated


def test_figures_that_contradict_each_other_are_refused() -> None:
    twice = {"audit-and-logs.log_retention_years": 9, "investigation-cooperation.log_retention_years": 8}
    with pytest.raises(DraftRefused, match="both given and differ"):
        compose(a_deal(answers=twice), Tier.HIGH, library=LIBRARY)
    with pytest.raises(DraftRefused, match=r"survival_years is 10, but .*log_retention_years is 12"):
        compose(a_deal(answers={"log_retention_years": 12}), Tier.HIGH, library=LIBRARY)
    compose(a_deal(answers={"log_retention_years": 12, "survival_years": 12}), Tier.HIGH, library=LIBRARY)


def test_a_figure_and_its_twin_have_one_default_and_one_range() -> None:
    parameters = {f"{r.id}.{p.id}": p for r in LIBRARY.requirements.values() for p in r.parameters}
    for name, parameter in parameters.items():
        for other in parameter.same_as:
            assert name in parameters[other].same_as
            assert parameters[other].by_tier == parameter.by_tier


@pytest.mark.parametrize("kind", WITH_CLAUSES)
def test_clauses_that_are_named_together_are_named_in_their_order(kind: str) -> None:
    for paragraph in drafted(kind, Tier.HIGH).paragraphs:
        for found in re.finditer(r"(?:clause [\d.]+(?:, | and | or ))+clause [\d.]+", paragraph.text):
            numbers = [tuple(map(int, re.findall(r"\d+", one))) for one in re.findall(r"clause ([\d.]+)", found[0])]
            assert numbers == sorted(numbers), found[0]


@pytest.mark.parametrize("kind", WITH_CLAUSES)
def test_a_definition_leads_to_the_line_that_defines_the_term(kind: str) -> None:
    paper = drafted(kind, Tier.HIGH)
    lines = {p.number: p.text for p in paper.paragraphs if p.kind is ParagraphKind.CLAUSE}
    for term in ("Serious Crime", "Terrorism"):
        meaning = next(
            p for p in paper.paragraphs if p.kind is ParagraphKind.DEFINITION and p.text.startswith(f"“{term}”")
        )
        assert lines[meaning.runs[-2].text.removeprefix("clause ")].startswith(f"{term} means"), meaning.text


@pytest.mark.parametrize("form", ["docx", "md", "html"])
@pytest.mark.parametrize("kind", kinds(LIBRARY))
def test_a_file_read_again_has_no_drafting_fault_either(kind: str, form: Format, tmp_path: Path) -> None:
    deal = recorded(deal_at(Tier.HIGH, kind), kind, Tier.HIGH)
    for notes in (False, True):
        file = tmp_path / f"{notes}.{form}"
        file.write_bytes(draft(deal, library=LIBRARY, kind=kind, form=form, notes=notes).data)
        assert [str(fault) for fault in faults(load_document(file))] == []


@pytest.fixture(scope="module")
def signed() -> tuple[Document, Report]:
    """An agreement at tier high, and what the checker says about it."""
    document = as_document(compose(deal_at(Tier.HIGH), Tier.HIGH, library=LIBRARY))
    return document, judge(document, tier=Tier.HIGH, library=LIBRARY)


@pytest.mark.parametrize("kind", [kind for kind in kinds(LIBRARY) if shell(LIBRARY, kind).cites])
def test_a_notice_cites_the_clauses_where_the_checker_finds_them(kind: str, signed: tuple[Document, Report]) -> None:
    """The same numbers whether they come from the draft itself or from the checker that reads it."""
    deal = deal_at(Tier.HIGH)
    deal = deal.model_copy(update={"agreement": ExistingAgreement(title=deal.title, date=deal.date)})
    document, report = signed
    own = compose(deal, Tier.HIGH, library=LIBRARY, kind=kind)
    read = compose(deal, Tier.HIGH, library=LIBRARY, kind=kind, contract=document, report=report)
    assert _numbers(read) == _numbers(own)


def _numbers(paper: Paper) -> list[str]:
    return re.findall(r"clause (\d+(?:\.\d+)*)", as_document(paper).text)


def partly_held(*provisions: Provision) -> Paper:
    """An addendum to an agreement that holds all but two elements of two clauses, every citation and change decided."""
    held = {f"{r.id}.{e.id}" for r, elements in LIBRARY.due(LIBRARY.playbook(), Tier.HIGH) for e in elements}
    homes = {r.id: str(30 + n) for n, (r, _) in enumerate(LIBRARY.due(LIBRARY.playbook(), Tier.HIGH))}
    cited = {**homes, **{name: f"{homes[name.partition('.')[0]]}.1" for name in held}}
    held -= {"use-limits.unilateral-reduction", "enforceability.severability-upward"}
    return assemble(
        a_deal(agreement=AGREEMENT),
        LIBRARY,
        Tier.HIGH,
        kind="addendum",
        cited=cited,
        without=held,
        existing=Existing(provisions, assume=True),
    )


def against(
    clause: str, name: str, words: str = "The Customer keeps every report of the Supplier secret."
) -> Provision:
    """Words of the signed agreement that contradict an element, given as "requirement.element"."""
    requirement, _, element = name.partition(".")
    return Provision(clause, words, requirement, element, start=0, end=len(words), part="")


SECRECY = against("7.2", "confidentiality-carve-outs.no-refusal")


@pytest.mark.parametrize(
    ("provision", "instruction", "reason"),
    [
        (SECRECY, "This provision is no ground to refuse what clause 48 requires.", "stays in the signed agreement"),
        (
            against("9", "use-limits.unilateral-reduction"),
            "This provision is subject to clause 4 of the Addendum, which prevails.",
            "the addendum brings it",
        ),
    ],
)
def test_words_for_the_signed_agreement_name_each_clause_by_the_document_it_stands_in(
    provision: Provision, instruction: str, reason: str
) -> None:
    text = as_document(partly_held(provision)).text
    assert f"In clause {provision.clause}, after the words “{provision.words}”" in text
    assert f"the following is added: “{instruction}”" in text, reason
    assert "of the Existing Agreement of the Addendum" not in text


def test_a_reference_to_the_signed_agreement_is_no_field() -> None:
    paper = partly_held(SECRECY)
    anchors = set(paper.numbers())
    for paragraph in paper.paragraphs:
        for run in (*paragraph.runs, *(run for cell in paragraph.cells for run in cell)):
            assert not run.target or run.target in anchors
            assert "Existing Agreement" not in run.text or not run.target


def test_the_human_rights_provisions_are_those_of_both_documents() -> None:
    paper = partly_held()
    meaning = next(p.text for p in paper.paragraphs if p.text.startswith("“Human Rights Provisions”"))
    assert "means clause 4 to clause 5, both included, and clauses 30 to 32, " in meaning
    assert "50 and 51 of the Existing Agreement" in meaning.replace("48 to 51", "50 and 51")


def test_only_the_provision_found_is_changed() -> None:
    changes = partly_held(SECRECY).paragraphs
    assert [p.text for p in changes if p.text.startswith("In clause ")] == [
        f"In clause 7.2, after the words “{SECRECY.words}”, the following is added: "
        "“This provision is no ground to refuse what clause 48 requires.”"
    ]
    assert any("No words of the Existing Agreement are deleted or replaced" in p.text for p in partly_held().paragraphs)


def test_an_addendum_attaches_only_schedules_that_something_refers_to() -> None:
    for provisions, expected in (
        ((), ["schedule:use-limits"]),
        ((SECRECY,), ["schedule:changes", "schedule:use-limits"]),
    ):
        paper = partly_held(*provisions)
        assert [p.anchor for p in paper.paragraphs if p.kind is ParagraphKind.SCHEDULE] == expected
