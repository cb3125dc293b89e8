"""Whole documents: numbers, references, definitions, schedules, refusals, provenance."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from deals import a_deal, deal_data, needed_by
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from wording import a_library

from clausegen.checker.pipeline import judge
from clausegen.drafting.assembly import assemble
from clausegen.drafting.citations import clause_numbers
from clausegen.drafting.deal_choices import at_position, decided_tier, reasons_against
from clausegen.drafting.definitions import mentions
from clausegen.drafting.documents import compose
from clausegen.drafting.templates import kinds, shell
from clausegen.errors import DataError, DraftRefused, UsageError
from clausegen.library.load import Library
from clausegen.lint.inspections import faults_of_paper
from clausegen.model.deal import Deal
from clausegen.model.document import BlockKind
from clausegen.model.draft import Paper, ParagraphKind, as_document
from clausegen.model.report import Evidence, Finding, Verdict
from clausegen.model.requirement import Severity, Status, Tier

LIBRARY = a_library()
AGREEMENT = {"title": "Supply Agreement", "date": dt.date(2024, 5, 6)}
INCIDENT = {
    "reference": "INC-7",
    "date": dt.date(2026, 2, 1),
    "summary": "a credible report says that a journalist was targeted.",
    "decided_by": "Ivo Brandt",
    "measures": ["a limit of 5 concurrent sessions"],
    "attested_by": "Ivo Brandt",
    "attested_on": dt.date(2026, 2, 2),
    "facts": [
        {"says": "the logs show it", "speaks": speaks, "attested_by": "Ivo Brandt", "attested_on": dt.date(2026, 2, 3)}
        for speaks in ("for-misuse", "against-misuse")
    ],
    "records": ["the authorisation file"],
    "identifiers": ["+00 555 0100"],
}
CITED = {
    "suspension": "14",
    "suspension.unilateral": "14.1",
    "suspension.on-suspicion": "14.2(b)",
    "investigation-cooperation.duty-to-cooperate": "17.1",
}
DRAFTED = [kind for kind in kinds(LIBRARY) if shell(LIBRARY, kind).binds]


def drafted(kind: str = "agreement", tier: Tier = Tier.HIGH, **changes: Any) -> Paper:
    deal = a_deal(tier=tier.value, agreement=AGREEMENT, incident=INCIDENT, **needed_by(kind), **changes)
    return compose(deal, tier, library=LIBRARY, kind=kind)


@pytest.mark.parametrize("tier", [Tier.LOW, Tier.MEDIUM, Tier.HIGH])
@pytest.mark.parametrize("kind", DRAFTED)
def test_every_kind_at_every_tier_is_drafted_without_a_drafting_fault(kind: str, tier: Tier) -> None:
    paper = drafted(kind, tier)
    faults = [fault for fault in faults_of_paper(paper) if "[CONFIRM: " not in str(fault)]
    assert [str(fault) for fault in faults] == []
    assert not re.search(r"[{}\ufdd0-\ufdef]", as_document(paper).text)


@pytest.mark.parametrize("kind", DRAFTED)
def test_no_sentence_of_a_shell_begins_with_a_reference(kind: str) -> None:
    """A reference prints "clause 9", which is no way to begin a sentence."""
    begun = [p.text for p in drafted(kind).paragraphs if re.search(r"(?:^|[.“]\s?)clause \d", p.text)]
    assert begun == []


def test_clauses_are_numbered_without_a_gap() -> None:
    tops = [int(p.number) for p in drafted().paragraphs if p.kind is ParagraphKind.CLAUSE and p.level == 1]
    assert tops == list(range(1, len(tops) + 1))


def test_schedules_are_numbered_and_their_items_start_at_one() -> None:
    paragraphs = drafted().paragraphs
    numbers = [p.number for p in paragraphs if p.kind is ParagraphKind.SCHEDULE]
    assert numbers == [f"Schedule {n}" for n in range(1, len(numbers) + 1)]
    for index, paragraph in enumerate(paragraphs):
        if paragraph.kind is ParagraphKind.SCHEDULE:
            after = paragraphs[index + 1 :]
            items = [p.label for p in after if p.kind is ParagraphKind.ITEM]
            assert not items or items[0] == "1."


def test_a_reference_prints_the_number_its_target_has() -> None:
    paper = drafted()
    numbers = paper.numbers()
    for paragraph in paper.paragraphs:
        for run in paragraph.runs:
            if run.target:
                assert run.text.endswith(numbers.get(run.target, numbers[run.target.partition(".")[0]]))


def test_definitions_are_alphabetical_and_only_those_in_use() -> None:
    paper = drafted()
    terms = [re.match("“(.+?)”", p.text).group(1) for p in paper.paragraphs if p.kind is ParagraphKind.DEFINITION]  # type: ignore[union-attr]
    assert terms == sorted(terms, key=str.casefold)
    assert "System" in terms
    assert "Addendum" not in terms


@pytest.mark.parametrize(
    ("text", "term", "used", "reason"),
    [
        ("each Party shall", "Party", True, "the term itself"),
        ("the Parties shall", "Party", True, "its plural"),
        ("several Targets are", "Target", True, "a plural in s"),
        ("10 Business Days", "Business Day", True, "a plural in ys"),
        ("Targeted persons", "Target", False, "another word"),
        ("the Subsystem", "System", False, "the end of another word"),
        ("the system", "System", False, "no capital"),
    ],
)
def test_a_term_is_used_where_it_is_a_word(text: str, term: str, used: bool, reason: str) -> None:
    assert mentions(text, term) is used, reason


def test_the_end_user_is_a_party_and_signs() -> None:
    paper = drafted()
    parties = [p.text for p in paper.paragraphs if p.kind is ParagraphKind.PARTY]
    signatures = [p.text for p in paper.paragraphs if p.kind is ParagraphKind.SIGNATURE]
    assert any("National Crime Directorate of Estmark" in text for text in parties)
    assert any("the End User" in text and "Petra Lund" in text for text in signatures)


def test_elements_above_the_tier_are_not_drafted() -> None:
    low = {p.element for p in drafted(tier=Tier.LOW).paragraphs}
    assert "unilateral-reduction" not in low
    assert "unilateral-reduction" in {p.element for p in drafted(tier=Tier.HIGH).paragraphs}


def test_a_draft_is_the_document_a_reader_would_make() -> None:
    document = as_document(drafted())
    headings = [b.text for b in document.blocks if b.kind is BlockKind.HEADING]
    assert "Definitions and interpretation" in headings
    assert "Schedule 1: Particulars and Use Limits" in headings
    assert next(b.number for b in document.blocks if b.text == "Licence grant") == "2"


def test_the_manifest_says_why_each_clause_is_there() -> None:
    manifest = drafted().manifest
    assert manifest["tier"] == "high"
    assert manifest["library"] == {"version": "1.2.3", "sha256": "ab" * 32}
    clauses: Any = manifest["clauses"]
    suspension = next(clause for clause in clauses if clause["requirement"] == "suspension")
    assert suspension["reason"] == "mandatory in the playbook"
    assert suspension["elements"][0] == {
        "element": "unilateral",
        "code": "SUS-1",
        "clause": f"{suspension['clause']}.1",
        "position": "preferred",
    }


def test_a_notice_cites_the_numbers_of_the_signed_agreement() -> None:
    deal = a_deal(agreement=AGREEMENT, incident=INCIDENT)
    text = as_document(assemble(deal, LIBRARY, Tier.HIGH, kind="suspension-notice", cited=CITED)).text
    assert "Under [CONFIRM: clause 14.2(b)] suspicion is enough." in text
    assert "Under [CONFIRM: clause 14.1] we suspend" in text


def test_a_notice_claims_no_right_that_the_agreement_lacks() -> None:
    deal = a_deal(agreement=AGREEMENT, incident=INCIDENT)
    text = as_document(assemble(deal, LIBRARY, Tier.HIGH, kind="suspension-notice", cited=CITED)).text
    assert "no liability" not in text
    more = {**CITED, "suspension.no-liability": "14.6"}
    text = as_document(assemble(deal, LIBRARY, Tier.HIGH, kind="suspension-notice", cited=more)).text
    assert "gives rise to no liability on our part ([CONFIRM: clause 14.6])" in text


@pytest.mark.parametrize("lacking", ["suspension.unilateral", "suspension.on-suspicion"])
def test_a_notice_that_no_clause_supports_is_refused(lacking: str) -> None:
    """The clause on the subject is not enough: it may hold another right."""
    deal = a_deal(agreement=AGREEMENT, incident=INCIDENT)
    cited = {name: number for name, number in CITED.items() if name != lacking}
    with pytest.raises(DraftRefused, match=rf"was found that satisfies SUS-\d {lacking}"):
        assemble(deal, LIBRARY, Tier.HIGH, kind="suspension-notice", cited=cited)


def test_the_drafter_may_state_the_clause_numbers_and_who_read_them() -> None:
    read = {"attested_by": "Maren Holt", "attested_on": dt.date(2026, 2, 1)}
    agreement = {**AGREEMENT, "clauses": {"suspension": {"on-suspicion": "14.2(b)"}}, "confirmed": read}
    deal = a_deal(agreement=agreement, incident=INCIDENT)
    paper = compose(deal, Tier.HIGH, library=LIBRARY, kind="suspension-notice")
    assert "Under clause 14.2(b) suspicion" in as_document(paper).text
    wrong = a_deal(agreement={**AGREEMENT, "clauses": {"suspension.speed": "9"}}, incident=INCIDENT)
    with pytest.raises(DraftRefused, match=r"agreement\.clauses\.suspension\.speed: there is no such element"):
        compose(wrong, Tier.HIGH, library=LIBRARY, kind="suspension-notice")


def test_a_notice_is_not_older_than_what_it_is_about() -> None:
    incident = {**INCIDENT, "date": dt.date(2026, 5, 1)}
    with pytest.raises(DraftRefused, match=r"give incident\.notice_date"):
        compose(a_deal(agreement=AGREEMENT, incident=incident), Tier.HIGH, library=LIBRARY, kind="suspension-notice")
    dated = a_deal(agreement=AGREEMENT, incident={**incident, "notice_date": dt.date(2026, 5, 2)})
    assert "2 May 2026" in as_document(compose(dated, Tier.HIGH, library=LIBRARY, kind="suspension-notice")).text


def test_a_statement_that_ends_with_a_full_stop_gets_no_second_one() -> None:
    text = as_document(drafted("suspension-notice")).text
    assert "a journalist was targeted.\n" in text
    assert ".." not in text


def test_an_agreement_not_yet_signed_cannot_be_amended() -> None:
    later = {**AGREEMENT, "date": dt.date(2026, 12, 1)}
    with pytest.raises(DraftRefused, match=r"agreement\.date is 2026-12-01"):
        compose(a_deal(agreement=later), Tier.HIGH, library=LIBRARY, kind="addendum")


APPROVED = {"approved_by": "Head of Compliance", "reason": "The customer trains its staff under its own law."}
REFUSED = [
    ({"date": dt.date(2026, 10, 1)}, r"over on 2026-10-01, but the document is dated", "over before it is granted"),
    ({"tier": "prohibited"}, "no clause set exists", "a prohibited deal"),
    ({"end_user": None}, "No end user is named", "nobody operates the System"),
    ({"end_user": {**deal_data()["end_user"], "signs": False}}, "does not sign", "the user stays outside"),
    ({"use_limits": {**deal_data()["use_limits"], "licensed_months": 7}}, "allows at most 6 months", "too long"),
    ({"omit": {"suspension": APPROVED}}, "mandatory at every tier", "a minimum clause answered away"),
    ({"omit": {"nonsense": APPROVED}}, r"omit\.nonsense: the playbook has no such", "a misspelt omission"),
    ({"positions": {"suspension.on-suspicion": {"position": "walk-away"}}}, "walk away", "beyond the ladder"),
    ({"positions": {"suspension.no": {"position": "preferred"}}}, "no such element", "a misspelt element"),
    ({"positions": {"suspension.unilateral": {"position": "acceptable"}}}, "no ladder", "nothing to fall back on"),
    ({"answers": {"colour": "blue"}}, "no clause asks for this", "a misspelt answer"),
    ({"answers": {"use-limits.concurrent_targets": 99}}, "give the figure once", "targets given twice"),
]


@pytest.mark.parametrize(
    ("changes", "message", "reason"), [case for case in REFUSED if case[2] != "another clause refers to it"]
)
def test_a_deal_that_must_not_be_drafted_is_refused(changes: dict[str, Any], message: str, reason: str) -> None:
    deal = a_deal(**changes)
    with pytest.raises(DraftRefused, match=message):
        assemble(deal, LIBRARY, deal.tier or Tier.HIGH)


def test_all_reasons_are_said_at_once() -> None:
    deal = a_deal(omit={"suspension": APPROVED}, use_limits={**deal_data()["use_limits"], "licensed_months": 40})
    assert len(reasons_against(deal, Tier.HIGH, LIBRARY)) == 2


def test_an_optional_clause_may_be_left_out() -> None:
    paper = drafted(omit={"whistleblowing": APPROVED})
    assert "whistleblowing" not in paper.numbers()
    assert paper.manifest["omitted"] == {"whistleblowing": {**APPROVED, "date": None}}
    assert faults_of_paper(paper) == []


def test_address_and_email_for_notices_share_a_column() -> None:
    rows = [[cell[0].text for cell in p.cells] for p in drafted().paragraphs if len(p.cells) == 3 and p.cells[0]]
    (supplier,) = [row for row in rows if row[0] == "Supplier"]
    assert supplier[1] == "4 Quay Street, Port Arden, Norland; compliance@halberd.example"


def test_a_fallback_needs_its_approver() -> None:
    with pytest.raises(ValidationError, match="approved_by"):
        a_deal(positions={"suspension.on-suspicion": {"position": "fallback"}})
    with pytest.raises(DraftRefused, match="--approved-by"):
        at_position(a_deal(), LIBRARY, "fallback")


def test_a_fallback_is_worded_and_recorded() -> None:
    deal = at_position(a_deal(), LIBRARY, "fallback", "Maren Holt")
    paper = assemble(deal, LIBRARY, Tier.HIGH)
    assert any(p.text == "With notice." for p in paper.paragraphs)
    clauses: Any = paper.manifest["clauses"]
    rungs = [e for c in clauses if c["requirement"] == "suspension" for e in c["elements"]]
    assert [(e["position"], e.get("approved_by")) for e in rungs if e["element"] == "on-suspicion"] == [
        ("fallback", "Maren Holt")
    ]


def test_a_lower_tier_than_the_assessed_one_needs_an_approved_override() -> None:
    with pytest.raises(DraftRefused, match="tier_override"):
        decided_tier(a_deal(tier="low"), Tier.HIGH)
    override = {"approved_by": "Maren Holt", "date": dt.date(2026, 1, 1), "reason": "new facts"}
    assert decided_tier(a_deal(tier="low", tier_override=override), Tier.HIGH) is Tier.LOW
    assert decided_tier(a_deal(tier="low", tier_override=override), Tier.PROHIBITED) is Tier.PROHIBITED


def test_a_refusal_memo_records_the_reasons() -> None:
    deal = a_deal(end_user=None)
    text = as_document(compose(deal, Tier.HIGH, library=LIBRARY, kind="refusal-memo")).text
    assert "No end user is named" in text
    with pytest.raises(UsageError, match="no refusal to record"):
        compose(a_deal(), Tier.HIGH, library=LIBRARY, kind="refusal-memo")


def test_a_kind_that_needs_an_agreement_says_so() -> None:
    with pytest.raises(DraftRefused, match="needs agreement in the deal file"):
        compose(a_deal(), Tier.HIGH, library=LIBRARY, kind="addendum")


def test_drafting_notes_stand_only_in_the_annotated_copy() -> None:
    annotated = compose(a_deal(), Tier.HIGH, library=LIBRARY, notes=True)
    assert any("SUS-1" in p.note for p in annotated.paragraphs)
    assert not any(p.note for p in drafted().paragraphs)
    assert [p.text for p in annotated.paragraphs] == [
        p.text for p in compose(a_deal(), Tier.HIGH, library=LIBRARY).paragraphs
    ]


names = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60)


@settings(max_examples=40, deadline=None)
@given(
    name=names,
    mandate=names,
    regions=st.lists(names, min_size=1, max_size=5, unique_by=str.casefold),
    months=st.integers(1, 8),
    targets=st.integers(1, 100_000),
    date=st.dates(),
    tier=st.sampled_from(["low", "medium", "high", "prohibited"]),
)
def test_any_deal_is_drafted_or_refused(
    name: str, mandate: str, regions: list[str], months: int, targets: int, date: dt.date, tier: str
) -> None:
    data = deal_data(tier=tier)
    data["customer"] = {**data["customer"], "name": name}
    data["end_user"] = {**data["end_user"], "mandate": mandate}
    data["use_limits"] = {
        "start": date,
        "licensed_months": months,
        "concurrent_targets": targets,
        "regions": regions,
    }
    try:
        deal = Deal.model_validate(data)
        paper = assemble(deal, LIBRARY, Tier(tier))
    except (ValidationError, DraftRefused):
        return
    shape = [(p.kind, p.level, p.label) for p in drafted(tier=Tier(tier)).paragraphs]
    assert [(p.kind, p.level, p.label) for p in paper.paragraphs][:30] == shape[:30]
    assert as_document(paper).text


def referring_to(target: str) -> Library:
    """The library with one clause that refers to ``target``."""
    template = f'# Survival\n{{% block clauses_survive %}}\n- See {{{{ ref("{target}") }}}}.\n{{% endblock %}}\n'
    survival = LIBRARY.requirements["survival"].model_copy(update={"template": template})
    return LIBRARY.model_copy(update={"requirements": {**LIBRARY.requirements, "survival": survival}})


def test_a_reference_of_the_library_that_leads_nowhere_is_its_fault() -> None:
    with pytest.raises(DataError, match="nowhere"):
        assemble(a_deal(), referring_to("nowhere"), Tier.HIGH)


def test_a_clause_that_another_refers_to_cannot_be_left_out() -> None:
    with pytest.raises(DraftRefused, match=r"omit\.whistleblowing: it cannot be left out"):
        assemble(a_deal(omit={"whistleblowing": APPROVED}), referring_to("whistleblowing"), Tier.HIGH)


def finding(element: str, status: str, *clauses: str) -> Finding:
    evidence = [Evidence(text="The words.", start=0, end=1, clause=clause) for clause in clauses]
    return Finding(
        element=element,
        code="SUS-1",
        severity=Severity.MAJOR,
        status=Status(status),
        confidence=0.9,
        evidence=tuple(evidence),
        reason="",
    )


def test_clauses_are_cited_where_most_of_a_requirement_stands() -> None:
    findings = (
        finding("unilateral", "satisfied", "6.6", "15.1"),
        finding("on-suspicion", "satisfied", "15.2(a)"),
        finding("stops-use", "uncertain", "15.4"),
        finding("no-liability", "satisfied", "20.3"),
    )
    verdict = Verdict(requirement="suspension", code="SUS", status=Status.PARTIAL, findings=findings)
    report = judge(as_document(drafted("refusal-memo", tier=Tier.PROHIBITED)), tier=Tier.LOW, library=LIBRARY)
    assert clause_numbers(report.model_copy(update={"verdicts": (verdict,)})) == {
        "suspension": "15",
        "suspension.unilateral": "15.1",
        "suspension.on-suspicion": "15.2(a)",
        "suspension.no-liability": "20.3",
    }
