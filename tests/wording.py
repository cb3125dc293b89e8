"""A small invented requirement, so that tests of drafting do not depend on the clause library."""

from __future__ import annotations

from typing import Any

from clausegen.requirement import Requirement

TEMPLATE = """\
# Suspension
{% block on_suspicion %}
- The Supplier may suspend **{{ product.name }}** where it suspects Misuse under {{ ref("lantern-law") }}.
{% endblock %}
{% block stops_use %}
- On suspension, the Customer shall:
  - stop all use within {{ hours }} hours; and
  - confirm the following:
    - that no session is open; and
    - that {{ customer.name }} has told {{ end_user.name }}, see {{ ref("lantern-stop.on-suspicion") }}.
{% endblock %}
{% block records %}
The Customer shall keep the records named in {{ schedule("use-limits") }}.
{% endblock %}
"""


def an_element(number: int, name: str, **changes: Any) -> dict[str, Any]:
    return {
        "id": name,
        "code": f"LAN-{number}",
        "statement": f"The contract says {name}",
        "severity": "major",
        "from_tier": "low",
        "why": "It matters.",
        **changes,
    }


def a_requirement(template: str = TEMPLATE, **changes: Any) -> Requirement:
    """The invented requirement, its wording or single fields changed."""
    data: dict[str, Any] = {
        "id": "lantern-stop",
        "code": "LAN",
        "title": "Suspension",
        "statement": "The supplier can stop the system.",
        "why": "Otherwise nobody can.",
        "from_tier": "low",
        "parameters": [
            {"id": "hours", "type": "integer", "question": "Within how many hours?", "default": 24, "minimum": 1}
        ],
        "definitions": {"Misuse": "any use of the System that breaches this Agreement."},
        "elements": [
            an_element(1, "on-suspicion"),
            an_element(2, "stops-use"),
            an_element(3, "records", from_tier="high"),
        ],
        "template": template,
    }
    return Requirement.model_validate({**data, **changes})
