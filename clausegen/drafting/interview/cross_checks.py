"""Compare a new answer with those so far, when it is given and not after the last."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from clausegen.drafting.interview.file import put
from clausegen.drafting.refusal import refusals
from clausegen.drafting.templates import Shell
from clausegen.drafting.value_guard import operative_values
from clausegen.library import Library
from clausegen.model import Deal, Playbook, Tier, texts
from clausegen.structure import left_open

_ANY_DAY = dt.date(2026, 1, 15)


def conflict(data: Mapping[str, Any], key: str, answer: Any, library: Library, book: Playbook, form: Shell) -> str:
    """A reason against drafting that this answer brings, without its full stop, "" where it brings none."""
    if blank := next(filter(None, (left_open(words) for _, words in texts({"answer": answer}))), ""):
        return f"{blank} is a blank; give what is to stand there"
    with_answer: dict[str, Any] = copy.deepcopy(dict(data))
    put(with_answer, key, answer)
    known = _reasons(data, library, book, form)
    new = (reason for reason in _reasons(with_answer, library, book, form) if reason not in known)
    return next(new, "").rstrip(".")


def _reasons(data: Mapping[str, Any], library: Library, book: Playbook, form: Shell) -> list[str]:
    """The reasons against a deal of which the rest is harmless; none where it does not fit the schema."""
    try:
        deal = Deal.model_validate(_completed(data))
    except ValidationError:
        return []
    tier = deal.tier or Tier.LOW
    return [*refusals(deal, library, book, tier, form), *operative_values(deal, library)]


def _completed(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data with a harmless value for all that is not answered: nothing is said of what nobody gave."""
    day = data.get("date", _ANY_DAY)
    whole: dict[str, Any] = {"title": "…", "date": day, "tier": Tier.LOW.value}
    for side in ("supplier", "customer", "end_user"):
        whole[side] = {
            **dict.fromkeys(("form", "address", "state"), "…"),
            "name": f"the {side.replace('_', ' ')}",
            "email": "a@example.org",
            "signatory": {"name": "…", "title": "…"},
        }
    whole["end_user"]["mandate"] = "…"
    whole["product"] = {"name": "…", "description": "…", "capability": "targeted-interception"}
    whole["use_limits"] = {"start": day, "licensed_months": 1, "concurrent_targets": 1, "regions": ["…"]}
    whole["human_rights_policy"] = {"title": "…", "version": "…", "date": day, "text": "…"}
    if data.get("agreement"):
        whole["agreement"] = {"title": "…", "date": day}
    if data.get("intermediary"):
        whole["intermediary"] = {**whole["supplier"], "name": "the intermediary"}
    return _over(whole, data)


def _over(whole: dict[str, Any], data: Mapping[str, Any]) -> dict[str, Any]:
    for name, value in data.items():
        held = whole.get(name)
        whole[name] = _over(dict(held), value) if isinstance(held, dict) and isinstance(value, dict) else value
    return whole
