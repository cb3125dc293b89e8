"""Agreements and their amendments, recipients of notices, and dates in German, French and Spanish contracts."""

from __future__ import annotations

import datetime as dt

import pytest
from builders import document

from clausegen.amendments.read import structure
from clausegen.dates.day_arithmetic import known_country
from clausegen.dates.family import amended
from clausegen.dates.notice_deadline import last_calendar_end
from clausegen.dates.resolve import read_dates
from clausegen.model import DateFinding, Dates


def read(text: str, **more: str) -> Dates:
    return read_dates(structure(document(text)), **more)


def shown(finding: DateFinding | None) -> str | None:
    return finding.value if finding else None


MASTER = read(
    "LICENCE AGREEMENT / This Agreement is made on 14 March 2024 between A and B. / 1. Term / 1.1 This "
    "Agreement expires "
    "on 31 March 2027 and renews automatically for one year unless a party gives the other party three months' "
    "written "
    "notice before the end of the term."
)


def amendment(words: str, made: str = "10 January 2026", of: str = "14 March 2024") -> Dates:
    return read(f"AMENDMENT NO. 1 / This Amendment is made on {made} to the Licence Agreement dated {of}. / 1. {words}")


# ---- amendments -------------------------------------------------------------------------------

MOVES = [
    ("The term of the Agreement is hereby extended until 31 March 2029.", "2029-03-31", "2028-12-31", "a day"),
    ("The term of the Agreement is extended by a further twelve (12) months.", "2028-03-31", "2027-12-31", "a period"),
    (
        'Clause 1.1 is replaced by: "This Agreement shall expire on 30 June 2028."',
        "2028-06-30",
        "2028-03-30",
        "a clause",
    ),
    ("The supplier's address changes.", "2027-03-31", "2026-12-31", "an amendment that leaves the end alone"),
]


@pytest.mark.parametrize(("words", "end", "notice", "why"), MOVES, ids=[m[3] for m in MOVES])
def test_an_amendment_moves_the_end_and_the_last_day_for_notice(words: str, end: str, notice: str, why: str) -> None:
    family = amended(MASTER, [("a1.txt", amendment(words))])
    assert (shown(family.dates.expiration_date), shown(family.dates.notice_deadline)) == (end, notice)
    assert shown(family.dates.renewal_term) == "1 year"
    read_again = ["a1.txt: it replaces clause 1.1, and no renewal term was read in the new words; read them"]
    assert [c for c in family.concerns if "renewal" in c] == (read_again if why == "a clause" else [])


CLAUSES = (
    "LICENCE AGREEMENT / This Agreement is made on 14 March 2024 between Alder Ltd and the Ministry. / 1. Term / 1.1"
    " This Agreement ends on 31 March 2027. / 1.2 It renews automatically for successive periods of one year unless"
    " either party gives the other ninety days' written notice before the end of the then current term. / 2. Use / 2.1"
    " The Licensee shall use the Software lawfully."
)
DELETES = [
    ("Clause 1.2 of the Agreement is deleted.", "2027-03-31", None, None, "the clause"),
    ("Clause 1 of the Agreement is deleted in its entirety.", None, None, None, "the clause above it, with the end"),
    ("Clauses 1.2 to 1.5 of the Agreement are deleted.", "2027-03-31", None, None, "a range that begins with it"),
    ("Clauses 0.9 to 2 of the Agreement are deleted.", None, None, None, "a range in which it lies, with the end"),
    ("Clause 2.1 of the Agreement is deleted.", "2027-03-31", "successive 1 year", "2026-12-31", "another clause"),
    ("Clauses 2 to 7 are deleted.", "2027-03-31", "successive 1 year", "2026-12-31", "a range of other clauses"),
    ("Schedule 1 is deleted.", "2027-03-31", "successive 1 year", "2026-12-31", "a schedule of that number"),
    ("Clause 1.2 of Amendment No. 3 of 2 May 2025 is deleted.", "2027-03-31", "successive 1 year", "2026-12-31",
     "a clause of another amendment"),
    ('Clause 1.2 of the Agreement is deleted and replaced by: "1.2 This Agreement renews automatically for successive'
     ' periods of two years unless either party gives sixty days\' written notice before the end of the term."',
     "2027-03-31", "successive 2 years", "2027-01-30", "new words in its place"),
    ("The word “written” in clause 1.2 is deleted.", "2027-03-31", "successive 1 year", "2026-12-31", "one word of it"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "end", "renews", "notice", "why"), DELETES, ids=[d[4] for d in DELETES])
def test_what_stood_in_a_deleted_clause_is_gone(
    words: str, end: str | None, renews: str | None, notice: str | None, why: str
) -> None:
    family = amended(read(CLAUSES), [("a1.txt", amendment(words))])
    found = (family.dates.expiration_date, family.dates.renewal_term, family.dates.notice_deadline)
    assert tuple(shown(one) for one in found) == (end, renews, notice)
    assert any("deletes clause 1.2, where the renewal term stood" in line for line in family.applied) is not bool(
        renews
    )


RENEWS = CLAUSES[CLAUSES.index("It renews") : CLAUSES.index(" / 2. Use")]
BARE = CLAUSES.replace(f" / 1.2 {RENEWS}", "")
INSERTS = f'The following clause 1.2 is inserted: "1.2 {RENEWS}"'
EXTENDS = "The term of the Agreement is extended until 31 March 2029."
YEARLY, ENDS = "successive 1 year", "2027-03-31"
TAKEN_BACK = [
    (BARE, [INSERTS], ENDS, YEARLY, "", "an inserted renewal"),
    (BARE, [INSERTS, "Clause 1.2 is deleted."], ENDS, None, "", "it is deleted under its number"),
    (BARE, [INSERTS, "Clause 1 is deleted."], None, None, "", "the clause into which it was put is deleted"),
    (BARE, [INSERTS, "Clause 2.1 is deleted."], ENDS, YEARLY, "", "another clause is deleted"),
    (BARE, [INSERTS, "Amendment No. 1 is revoked."], ENDS, None, "a1.txt: its dates are not applied: a2.txt takes it",
     "the amendment is revoked"),
    (BARE, [INSERTS, "Amendment No. 7 is revoked."], ENDS, YEARLY, "it takes back Amendment No. 7, which was not read",
     "an amendment that is not there is revoked"),
    (BARE, [EXTENDS, "Amendment No. 1 is revoked."], ENDS, None, "a2.txt takes it back", "an extension is revoked"),
    (BARE, [EXTENDS, "Amendment No. 1 is revoked.", "Amendment No. 2 is revoked."], "2029-03-31", None,
     "its dates are applied, though a2.txt may take it back", "the revocation is revoked"),
    (CLAUSES, ["Clause 1.2 is deleted.", "Amendment No. 1 is revoked."], ENDS, YEARLY, "a2.txt takes it back",
     "a deletion is revoked"),
    (CLAUSES, ["Clause 1.2 is deleted.", "Clause 1.2 is reinstated."], ENDS, None, "a2.txt: it restores clause 1.2",
     "a deleted renewal is said to hold again"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("agreement", "words", "end", "renews", "doubt", "why"), TAKEN_BACK, ids=[case[5] for case in TAKEN_BACK]
)
def test_dates_follow_what_later_amendments_take_back(
    agreement: str, words: list[str], end: str | None, renews: str | None, doubt: str, why: str
) -> None:
    papers = [
        (f"a{n}.txt", read(f"AMENDMENT NO. {n} / This Amendment is made on 3 {month} 2025. / 1. {said}"))
        for n, (said, month) in enumerate(zip(words, ("April", "May", "June"), strict=False), 1)
    ]
    family = amended(read(agreement), papers)
    assert (shown(family.dates.expiration_date), shown(family.dates.renewal_term)) == (end, renews), why
    assert [doubt in said for said in family.doubts] == ([True] if doubt else []), family.doubts


def test_the_sum_names_the_file_that_moved_the_end() -> None:
    family = amended(MASTER, [("a1.txt", amendment("The term is extended by a further two years."))])
    assert family.dates.expiration_date is not None
    assert family.dates.expiration_date.calculation == "2027-03-31 + 2 years = 2029-03-31, by a1.txt of 2026-01-10"
    assert family.applied == ("a1.txt of 2026-01-10 moves the end to 2029-03-31",)


def test_amendments_apply_in_the_order_of_their_dates_not_of_their_names() -> None:
    first = amendment("The term of the Agreement is extended until 31 March 2028.", made="1 February 2025")
    second = amendment("The term of the Agreement is extended until 31 March 2030.", made="1 February 2026")
    assert shown(amended(MASTER, [("a.txt", second), ("b.txt", first)]).dates.expiration_date) == "2030-03-31"


MISFITS = [
    (
        amendment("The term is extended until 31 March 2029.", made="10 January 2023"),
        "older than the agreement",
        "older",
    ),
    (amendment("The term is extended until 31 March 2029.", of="2 May 2020"), "amends an agreement of 2020", "other"),
]


@pytest.mark.parametrize(("paper", "words", "why"), MISFITS, ids=[m[2] for m in MISFITS])
def test_an_amendment_that_cannot_belong_is_named_and_not_applied(paper: Dates, words: str, why: str) -> None:
    family = amended(MASTER, [("old.txt", paper)])
    assert shown(family.dates.expiration_date) == "2027-03-31"
    assert words in family.concerns[0]


def test_two_amendments_of_one_name_are_both_applied() -> None:
    one = amendment("The term is extended by a further year.")

    assert amended(MASTER, [("a.txt", one), ("a.txt", one)]).order == ("a.txt",)


def test_undated_amendments_have_no_order() -> None:
    blank = amendment("The term of the Agreement is extended until 31 March 2029.", made="________")
    dated = amendment("The term of the Agreement is extended until 31 March 2028.")
    family = amended(MASTER, [("blank.txt", blank), ("dated.txt", dated)])
    assert shown(family.dates.expiration_date) == "2028-03-31"
    assert "it is not dated" in family.concerns[0]


def test_an_extension_of_an_unknown_end_leaves_it_unknown() -> None:
    master = read("AGREEMENT / This Agreement is made on 14 March 2024 and ends on 04/05/2027.")
    family = amended(master, [("a1.txt", amendment("The term is extended by a further twelve months."))])
    assert family.dates.expiration_date is not None
    assert family.dates.expiration_date.value is None
    assert "the end before it is unknown" in family.concerns[0]


def test_an_extension_is_no_automatic_renewal() -> None:
    paper = amendment("The term of the Agreement is extended by a further twelve (12) months.")
    assert (shown(paper.extension), paper.renewal_term) == ("12 months", None)


def test_an_agreement_amends_nothing() -> None:
    assert (MASTER.amends, MASTER.extension) == (None, None)


# ---- ends that give no day --------------------------------------------------------------------

DOUBTFUL = [
    ("This Agreement expires on 04/05/2027.", "may be 4 May 2027 or 5 April 2027"),
    ("This Agreement expires on 30 February 2027.", "not in the calendar"),
    ("This Agreement expires on 31 December 3024.", "has a year outside"),
    ("This Agreement enters into force upon last signature and continues for [***] months.", "blank or withheld"),
]


@pytest.mark.parametrize(("words", "reason"), DOUBTFUL)
def test_an_end_that_is_written_and_gives_no_day_is_named(words: str, reason: str) -> None:
    end = read(f"AGREEMENT / 1. Term / {words}").expiration_date
    assert end is not None
    assert (end.value, reason in end.reason) == (None, True)


def test_a_time_zone_is_named() -> None:
    end = read("AGREEMENT / 1. Term / This Agreement expires at 23:59 CET on 31 March 2027.").expiration_date
    assert end is not None
    assert (end.value, "time zone (CET)" in end.calculation) == ("2027-03-31", True)


# ---- which date is the agreement's ------------------------------------------------------------

NAMED = [
    ("This NDA ends on 7 July 2027.", "expiration_date", "2027-07-07", "", "a contract called by its letters"),
    ("The Agreement enters into force on [●] and runs until 1 May 2028.", "effective_date", None, "left blank: “[●]”",
     "a gap in the place of a day"),
    ("The Agreement enters into force on [***] and runs until 1 May 2028.", "effective_date", None, "withheld",
     "a day that was taken out"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "field", "day", "reason", "why"), NAMED, ids=[case[4] for case in NAMED])
def test_begin_and_end_are_read_as_written(words: str, field: str, day: str | None, reason: str, why: str) -> None:
    found = getattr(read(f"NDA / This NDA is made on 7 July 2025 between A Ltd and B Ltd. / 2. Term. {words}"), field)
    assert found is not None
    assert (found.value, reason in found.reason) == (day, True)


AGREEMENTS = [
    ("This Agreement is effective as of 1 May 2020 and is made this 10th day of January 2020 between A and B.",
     "2020-01-10", "made outranks effective"),
    ("This Agreement is made effective as of 1 May 2020 between A and B.", "2020-05-01", "the only day stated"),
    ("This Agreement between A and B concerns the trust formed on 9 February 2001. Signed on 3 March 2020.",
     "2020-03-03", "the forming of a trust is another event"),
    ("This Agreement is between A and B, who issued a Demand Note, dated December 5, 1995.", None, "another paper"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "day", "why"), AGREEMENTS, ids=["made", "only", "trust", "paper"])
def test_the_date_of_the_agreement_is_not_just_any_date(words: str, day: str | None, why: str) -> None:
    assert shown(read(f"AGREEMENT / {words}").agreement_date) == day


def test_a_day_on_which_others_begin_is_no_effective_date() -> None:
    text = (
        "The board decided that it will add four directors, effective 27 March 2014. Music is downloaded "
        "from 1 May 2014 to 3 June 2014."
    )
    assert shown(read(f"AGREEMENT / {text}").effective_date) is None


# ---- renewals ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("This Agreement shall terminate automatically on 31 December 2027, unless the parties agree in writing "
         "to extend "
         "the term.", "consent"),
        ("This Agreement shall continue from year to year thereafter if such continuance is approved by the board.",
         "consent"),
        ("The term of this Agreement shall be automatically renewed for successive one-year terms.", "automatic"),
        ("This Agreement is not renewed automatically. A renewal takes effect only by a document signed by the "
         "Supplier, which may decline to renew for any reason.", "consent"),
        ("The Customer may renew this Agreement for one year by notice before its end.", "option"),
    ],
)  # fmt: skip
def test_what_ends_by_itself_does_not_renew_by_itself(words: str, kind: str) -> None:
    renewal = read(f"1. Term / 1.1 {words}").renewal_term
    assert renewal is not None
    assert renewal.kind == kind


# ---- to whom ----------------------------------------------------------------------------------

RECIPIENTS = [
    ("unless a party gives the other party ninety days' written notice before the end of the term", "other party"),
    ("unless either tells the other in writing ninety days before the end of the term", "the other"),
    ("unless a party notifies the Supplier's Head of Compliance ninety days before the end of the term",
     "Supplier's Head of Compliance"),
    ("unless ninety days before the end of the term written notice is given to the Ministry", "Ministry"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("clauses", "shown_there", "why"),
    [
        ("2.1 Notices to the Supplier are sent to the Compliance Officer.", "Notices to the Supplier", "no other"),
        ("2.1 Notices to the Supplier are sent to the Chief Compliance Officer. / 2.2 Notices to the Customer are sent "
         "to the Permanent Secretary.", "Permanent Secretary", "that of the customer goes before"),
    ],
    ids=["no other", "that of the customer goes before"],
)  # fmt: skip
def test_the_address_of_the_supplier_is_quoted_last(clauses: str, shown_there: str, why: str) -> None:
    found = read(
        "1. Term / 1.1 This Agreement ends on 31 March 2028. It renews automatically for one year unless a party gives "
        f"the other ninety days' notice before the end of the term. / 2. Notices / {clauses}"
    ).notice_to
    assert found is not None
    assert shown_there in found.calculation, why


@pytest.mark.parametrize(("words", "who"), RECIPIENTS)
def test_the_recipient_of_the_notice_is_named_with_its_words(words: str, who: str) -> None:
    text = document(
        f"1. Term / 1.1 This Agreement ends on 31 March 2028. It renews automatically for one year {words}."
    )
    found = read_dates(structure(text)).notice_to
    assert found is not None
    assert found.value == who
    assert who in text.text[found.start : found.end]


def test_the_notices_clause_says_where_the_notice_goes() -> None:
    found = read(
        "1. Term / 1.1 This Agreement ends on 31 March 2028. It renews automatically for one year unless a "
        "party gives "
        "ninety days' notice before the end of the term. / 2. Notices / 2.1 Notices shall be sent to the "
        "General Counsel "
        "at 4 Quay Street."
    ).notice_to
    assert found is not None
    assert found.value == "as the notices clause says"
    assert "General Counsel at 4 Quay Street" in found.calculation


# ---- calendar quarters and holidays -----------------------------------------------------------

ENDS = [
    ("quarter", "2029-02-28", "2028-12-31", "a later quarter would come too late"),
    ("quarter", "2029-03-31", "2029-03-31", "the term ends with the quarter"),
    ("month", "2029-02-15", "2029-01-31", "the month before"),
    ("year", "2029-06-30", "2028-12-31", "the year before"),
    ("term", "2029-06-30", "2029-06-30", "no calendar"),
]


@pytest.mark.parametrize(("anchor", "day", "last", "why"), ENDS, ids=[e[3] for e in ENDS])
def test_a_notice_to_the_end_of_a_calendar_period_must_not_come_too_late(
    anchor: str, day: str, last: str, why: str
) -> None:
    assert last_calendar_end(dt.date.fromisoformat(day), anchor) == dt.date.fromisoformat(last)


def test_a_country_without_known_holidays_is_told_apart() -> None:
    assert known_country("GB-ENG")
    assert not known_country("XX")
    assert not known_country("DE-XX")


# ---- German, French, Spanish ------------------------------------------------------------------

FOREIGN = [
    ("LIZENZVERTRAG / Dieser Vertrag wird am 14. März 2024 geschlossen. / § 2 Laufzeit / Der Vertrag tritt am "
     "1. April 2024 "
     "in Kraft und hat eine Laufzeit von sechsunddreißig Monaten. Er verlängert sich stillschweigend um jeweils "
     "ein Jahr, "
     "sofern er nicht mit einer Frist von drei Monaten zum Ende der Laufzeit gegenüber der anderen Partei "
     "gekündigt wird.",
     ("2024-03-14", "2024-04-01", "2027-03-31", "successive 1 year", "3 months", "2026-12-31", "der anderen Partei")),
    ("CONTRAT / Le présent contrat est conclu le 14 mars 2024. / Article 3 Durée / Le contrat prend effet à "
     "compter du 1er "
     "avril 2024 pour une durée de trente-six mois. Il est reconduit tacitement pour des périodes successives "
     "d'un an, sauf "
     "dénonciation adressée à l'autre partie au moins trois mois avant l'échéance.",
     ("2024-03-14", "2024-04-01", "2027-03-31", "successive 1 year", "3 months", "2026-12-31", "l'autre partie")),
    ("CONTRATO / El presente contrato se celebra el 14 de marzo de 2024. / Duración / El contrato entra en "
     "vigor el 1 de "
     "abril de 2024 y tendrá una duración de treinta y seis meses. Se prorrogará automáticamente por períodos "
     "sucesivos de "
     "un año, salvo que cualquiera de las partes notifique a la otra su voluntad de no prorrogarlo con una "
     "antelación "
     "mínima de noventa días al vencimiento.",
     ("2024-03-14", "2024-04-01", "2027-03-31", "successive 1 year", "90 days", "2026-12-31", "la otra")),
]  # fmt: skip
FIELDS = (
    "agreement_date",
    "effective_date",
    "expiration_date",
    "renewal_term",
    "notice_period",
    "notice_deadline",
    "notice_to",
)


@pytest.mark.parametrize(("text", "values"), FOREIGN, ids=["German", "French", "Spanish"])
def test_dates_and_periods_are_read_in_other_languages(text: str, values: tuple[str, ...]) -> None:
    dates = read(text)
    assert tuple(shown(getattr(dates, name)) for name in FIELDS) == values


def test_a_german_notice_period_is_not_the_length_of_the_renewal() -> None:
    dates = read(
        "LIZENZVERTRAG vom 15. Januar 2026 / § 4 Laufzeit / Der Vertrag beginnt am 1. Februar 2026 und hat eine"
        " Laufzeit von einem Jahr. Er verlängert sich jeweils um ein weiteres Jahr, wenn er nicht mit einer Frist von"
        " drei Monaten zum Ende der Laufzeit schriftlich gekündigt wird."
    )
    found = (dates.renewal_term, dates.notice_period, dates.notice_deadline)
    assert [shown(one) for one in found] == ["successive 1 year", "3 months", "2026-10-31"]


def test_business_days_and_open_ends_in_german() -> None:
    dates = read(
        "Vertrag / Die Vertragsdauer beträgt fünf Jahre ab dem 1. Januar 2025. Danach verlängert er sich "
        "stillschweigend um "
        "jeweils ein Jahr, wenn er nicht mit einer Frist von 20 Arbeitstagen vor Vertragsende gekündigt wird.",
        country="DE",
    )
    assert (shown(dates.notice_period), shown(dates.notice_deadline)) == ("20 business days", "2029-11-29")
    quarter = read(
        "§ 5 / Dieser Vertrag läuft auf unbestimmte Zeit und kann mit einer Frist von drei Monaten zum "
        "Quartalsende gekündigt "
        "werden."
    )
    assert quarter.renewal_term is not None
    assert quarter.notice_deadline is not None
    assert (quarter.renewal_term.kind, quarter.notice_deadline.kind) == ("perpetual", "quarter")


def test_amendments_are_read_in_other_languages() -> None:
    nachtrag = read(
        "Nachtrag Nr. 1 / zum Lizenzvertrag vom 14. März 2024, geschlossen am 2. Februar 2026 / Die Laufzeit "
        "wird um weitere "
        "zwei Jahre verlängert."
    )
    avenant = read(
        "Avenant n° 2 au contrat du 14 mars 2024 / Le présent avenant est conclu le 2 février 2026. La durée du "
        "contrat est "
        "prolongée d'un an."
    )
    assert [shown(d.amends) for d in (nachtrag, avenant)] == ["2024-03-14"] * 2
    assert [shown(d.agreement_date) for d in (nachtrag, avenant)] == ["2026-02-02"] * 2
    assert [shown(d.extension) for d in (nachtrag, avenant)] == ["2 years", "1 year"]


def test_two_ends_in_two_clauses_are_named_and_neither_is_chosen() -> None:
    dates = read(
        "LICENCE AGREEMENT / This Agreement is made on 1 March 2025 between Alder Ltd and the Ministry. / 1. Term /"
        " 1.1 This Agreement commences on 1 March 2025 and expires on 1 March 2027. / 2. Duration / 2.1 The term of"
        " this Agreement ends on 31 December 2027."
    )
    assert dates.expiration_date is not None
    assert dates.expiration_date.value is None
    assert dates.expiration_date.reason == "two different ends are stated: 2027-03-01 and 2027-12-31"


@pytest.mark.parametrize("moment", ["at 23:59 UTC on", "at 12 noon GMT on", "at 24:00 MEZ on", "at 23:59 UTC+1 on"])
def test_an_end_at_an_hour_of_a_time_zone_is_an_end(moment: str) -> None:
    dates = read(f"1. Term / 1.1 This Agreement commences on 1 March 2025 and expires {moment} 30 September 2026.")
    assert shown(dates.expiration_date) == "2026-09-30"
