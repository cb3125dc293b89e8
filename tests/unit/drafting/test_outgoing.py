"""Every document passes the gate: clean for the counterparty, marked for the house, whole for signature."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import re
import zipfile
from pathlib import Path

import pytest
from deals import a_deal, needed_by
from test_assemble import AGREEMENT, DRAFTED, INCIDENT, LIBRARY

from clausegen.drafting.documents import Draft, draft
from clausegen.drafting.outgoing import Audience, clear, unsettled
from clausegen.errors import DraftRefused, UsageError
from clausegen.lint.hidden_data import INTERNAL_MARKING, giveaways
from clausegen.model.draft import Paper, Paragraph, ParagraphKind, Run

SECRET = "Confidential adviser of the board"
OVERRIDE = {"approved_by": SECRET, "date": dt.date(2026, 2, 1), "reason": "an old customer"}
DEAL = a_deal(agreement=AGREEMENT, incident=INCIDENT, tier_override=OVERRIDE, **needed_by("reseller-agreement"))


def drafted(**options: object) -> Draft:
    return draft(DEAL, library=LIBRARY, **options)  # type: ignore[arg-type]


def unpacked(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


@pytest.mark.parametrize("kind", DRAFTED)
def test_a_word_copy_for_the_counterparty_gives_nothing_away(kind: str) -> None:
    made = drafted(kind=kind)
    assert giveaways(Path("draft.docx"), made.data) == []
    held = unpacked(made.data)
    assert [name for name in held if name.startswith("customXml") or name == "docProps/custom.xml"] == []
    inside = "".join(held.values())
    assert SECRET not in inside
    assert not re.search(r"\btier\b|approved_by|tier_override", inside)


@pytest.mark.parametrize("form", ["md", "html"])
def test_other_formats_are_as_clean(form: str) -> None:
    text = drafted(form=form).data.decode()
    assert SECRET not in text
    assert "Drafting note" not in text


def test_the_manifest_beside_the_draft_is_what_its_reference_means() -> None:
    made = drafted()
    found = re.search(r"<dc:identifier>([^<]+)</dc:identifier>", unpacked(made.data)["docProps/core.xml"])
    assert found
    assert found[1].startswith(f"{LIBRARY.version}-")
    assert f'"reference": "{found[1]}"' in made.manifest
    assert SECRET in made.manifest


def test_an_internal_copy_is_marked_on_each_page() -> None:
    held = unpacked(drafted(audience=Audience.INTERNAL).data)
    assert all(INTERNAL_MARKING in held[f"word/header{number}.xml"] for number in (1, 2))
    assert SECRET in held["customXml/item1.xml"]
    page = drafted(audience=Audience.INTERNAL, form="html").data.decode()
    assert f'<p class="marking">{INTERNAL_MARKING}</p>' in page
    assert drafted(audience=Audience.INTERNAL, form="md").data.decode().startswith(f"**{INTERNAL_MARKING}**")


def test_a_copy_with_notes_is_internal_and_can_be_nothing_else() -> None:
    assert INTERNAL_MARKING in unpacked(drafted(notes=True).data)["word/header1.xml"]
    with pytest.raises(UsageError, match="a copy with drafting notes is internal"):
        drafted(notes=True, audience=Audience.COUNTERPARTY)


def paper(*texts: str) -> Paper:
    paragraphs = tuple(
        Paragraph(ParagraphKind.CLAUSE, (Run(text),), level=2, number=f"1.{n}") for n, text in enumerate(texts, 1)
    )
    return Paper("Notice", "notice", paragraphs)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("The facts are [CONFIRM: that the logs were read].", "nobody attests it"),
        ("We act under [CONFIRM: clause 9.2].", "nobody has read the clause"),
        ("The fee is [amount].", "a blank"),
        ("The fee is ____.", "a rule to write on"),
        ("The date is TBD.", "a mark of drafters"),
    ],
)
def test_a_copy_to_sign_is_refused_while_something_is_open(words: str, why: str) -> None:
    with pytest.raises(DraftRefused, match=r"clause 1\.1"):
        clear(paper(words), Audience.SIGNATURE)
    assert clear(paper(words)).paper.paragraphs, why


def test_every_open_place_is_named_at_once() -> None:
    assert len(list(unsettled(paper("[a] and [b]", "closed", "[c]")))) == 3


def test_the_year_of_a_citation_is_nothing_open() -> None:
    assert list(unsettled(paper("Bank Mellat v HM Treasury [2013] UKSC 39"))) == []


def test_an_agreement_with_every_fact_may_be_signed() -> None:
    assert unpacked(drafted(audience=Audience.SIGNATURE).data)["word/document.xml"]


def test_notes_leave_the_paper_of_a_clean_copy() -> None:
    noted = dataclasses.replace(paper("words"), paragraphs=(Paragraph(ParagraphKind.TEXT, (Run("x"),), note="secret"),))
    assert clear(noted).paper.paragraphs[0].note == ""
    assert clear(noted, Audience.INTERNAL).paper.paragraphs[0].note == "secret"
