"""Deals nobody would write: every document is drafted exactly or refused with a reason, never anything else."""

from __future__ import annotations

import copy
import datetime as dt
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from deals import deal_data, needed_by
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from test_assemble import AGREEMENT, INCIDENT

from clausegen.drafting.documents import Format, draft
from clausegen.drafting.templates import kinds, shell
from clausegen.errors import DataError, DraftRefused, UsageError
from clausegen.ingest.load import load_document
from clausegen.library.load import load_deal, load_library
from clausegen.lint.inspections import faults_of_paper
from clausegen.model.deal import Deal
from clausegen.model.draft import as_document

LIBRARY = load_library()
KINDS = kinds(LIBRARY)
BINDING = [kind for kind in KINDS if shell(LIBRARY, kind).binds]

HOSTILE = [
    ("A&B <Ltd>", "marks of XML"),
    ("{{ 7*7 }}", "an expression of the template language"),
    ("{% for x in range(9) %}x{% endfor %}", "a statement of the template language"),
    ("{{ supplier.__class__.__mro__ }}", "an attempt to leave the sandbox"),
    ("]]><w:p/><!--", "an attempt to write another document"),
    ("**bold** | cell | # heading", "marks of our own dialect"),
    ("- item\u200f left", "a plain direction mark"),
    ("1. Clause 9.2 [x](javascript:alert(1))", "a number, a reference and a link"),
    ("%s %(name)s ${name} \\u0041 \\n", "other placeholders"),
    ("＜script＞ ﬁ Ω 漢字 🏛", "letters of other scripts"),
]


@pytest.mark.parametrize("form", ["docx", "html", "md"])
@pytest.mark.parametrize(("name", "reason"), HOSTILE)
def test_a_name_is_printed_as_it_is(name: str, reason: str, form: Format, tmp_path: Path) -> None:
    data = deal_data()
    data["customer"] = {**data["customer"], "name": name}
    made = draft(Deal.model_validate(data), library=LIBRARY, form=form)
    assert f"{name}, a ministry" in as_document(made.paper).text, reason
    file = tmp_path / f"draft.{form}"
    file.write_bytes(made.data)
    assert _loose(name) in _loose(load_document(file).text), reason


def _loose(text: str) -> str:
    """Without spaces, without what a reader of other people's files strips, and with the letters it writes plainly."""
    return re.sub(r"[\s\u200b-\u200f]+", "", unicodedata.normalize("NFKC", text))


def leaves(data: dict[str, Any], path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The paths of everything in a deal that is no table."""
    found: list[tuple[str, ...]] = []
    for key, value in data.items():
        found += leaves(value, (*path, key)) if isinstance(value, dict) else [(*path, key)]
    return found


WHOLE = deal_data(agreement=AGREEMENT, incident=INCIDENT, answers={"suspension.activation_key_hours": 24})
texts = st.text(min_size=0, max_size=80)
anything = st.one_of(
    texts,
    st.integers(-10, 10**12),
    st.booleans(),
    st.none(),
    st.dates(),
    st.floats(),
    st.lists(texts, max_size=4),
    st.dictionaries(texts, texts, max_size=2),
)


@settings(max_examples=48, deadline=None)
@given(
    changes=st.lists(st.tuples(st.sampled_from(leaves(WHOLE)), anything), min_size=1, max_size=3),
    kind=st.sampled_from(KINDS),
    tier=st.sampled_from(["low", "medium", "high", "prohibited"]),
)
def test_a_deal_changed_at_random_is_drafted_or_refused(
    changes: list[tuple[tuple[str, ...], Any]], kind: str, tier: str
) -> None:
    data = copy.deepcopy(WHOLE)
    data["tier"] = tier
    for path, value in changes:
        at = data
        for name in path[:-1]:
            at = at[name] if isinstance(at.get(name), dict) else at.setdefault(name, {})
        at[path[-1]] = value
    try:
        made = draft(Deal.model_validate(data), library=LIBRARY, kind=kind)
    except (ValidationError, DraftRefused, UsageError):
        return
    assert made.data.startswith(b"PK")


@settings(max_examples=15, deadline=None)
@given(
    name=st.text(
        alphabet=st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co", "Zl", "Zp"]), min_size=1, max_size=60
    ),
    kind=st.sampled_from(BINDING),
    date=st.dates(min_value=dt.date(2026, 3, 2)),
)
def test_any_name_stands_in_any_document_as_it_is(name: str, kind: str, date: dt.date) -> None:
    data = {**copy.deepcopy(WHOLE), **needed_by(kind)}
    data["date"] = data["use_limits"]["start"] = date
    data["end_user"]["name"] = name
    try:
        deal = Deal.model_validate(data)
    except ValidationError:
        return
    made = draft(deal, library=LIBRARY, kind=kind)
    assert _loose(name) in _loose(as_document(made.paper).text)
    assert {fault.code for fault in faults_of_paper(made.paper)} <= {
        "placeholder",
        "undefined-term",
        "broken-reference",
    }


@settings(max_examples=30, deadline=None)
@given(text=st.text(max_size=200))
def test_a_file_of_anything_is_refused_in_one_piece(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("deal") / "deal.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(DataError):
        load_deal(path)
