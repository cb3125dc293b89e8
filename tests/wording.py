"""A small invented requirement, so that tests of drafting do not depend on the clause library."""

from __future__ import annotations

from typing import Any

from deals import a_playbook

from clausegen.library.load import Library, templates_folder
from clausegen.model.requirement import Requirement

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


# Every family the shells refer to, with the elements that notices cite: id, code, tier, elements.
_FAMILIES = (
    ("human-rights", "HRC", "low", ("operative-duty", "policy-incorporated")),
    ("use-limits", "LIM", "low", ("concurrent-targets", "unilateral-reduction")),
    ("human-rights-training", "TRN", "medium", ("before-access",)),
    ("short-term-and-certification", "DUR", "medium", ("no-automatic-renewal", "break-right")),
    ("whistleblowing", "WHB", "low", ("open-channel",)),
    (
        "suspension",
        "SUS",
        "low",
        ("unilateral", "on-suspicion", "stops-use", "until-satisfied", "no-liability"),
    ),
    (
        "investigation-cooperation",
        "INV",
        "low",
        (
            "duty-to-cooperate",
            "data-access",
            "interviews",
            "preservation",
            "refusal-has-consequences",
            "secrecy-no-excuse",
        ),
    ),
    ("reinstatement", "REI", "low", ("supplier-satisfaction", "conditional")),
    ("remedial-measures", "RMD", "low", ("supplier-imposes", "termination-preserved")),
    ("termination-for-misuse", "TRM", "low", ("immediate", "no-cure-period", "effects", "no-refund")),
    ("remedy", "REM", "low", ("effective-remedy", "third-party-rights")),
    ("no-transfer", "EXP", "low", ("no-transfer-without-consent",)),
    ("confidentiality-carve-outs", "CNF", "low", ("disclosure-to-authorities",)),
    ("enforceability", "IMM", "low", ("neutral-forum",)),
    ("survival", "SUR", "low", ("clauses-survive",)),
    ("precedence", "PRE", "low", ("prevails",)),
)
_HIGH_ONLY = {"unilateral-reduction", "break-right", "third-party-rights"}
MANDATORY = ("human-rights", "suspension", "investigation-cooperation")


def a_library() -> Library:
    """A library with invented wording for every family the shells refer to, and the shipped shells."""
    requirements = [_family(*family) for family in _FAMILIES]
    book = a_playbook(*(requirement.id for requirement in requirements))
    rules = tuple(rule.model_copy(update={"mandatory": rule.id in MANDATORY}) for rule in book.requirements)
    return Library(
        root=templates_folder(),
        version="1.2.3",
        sha256="ab" * 32,
        requirements={requirement.id: requirement for requirement in requirements},
        playbooks={book.id: book.model_copy(update={"requirements": rules})},
    )


def _family(name: str, code: str, tier: str, elements: tuple[str, ...]) -> Requirement:
    title = name.replace("-", " ").capitalize()
    lines = [f"# {title}"]
    for element in elements:
        block = element.replace("-", "_")
        lines.append(f"{{% block {block} %}}")
        lines.append(f"- The Customer shall observe the {element.replace('-', ' ')} described here, as follows:")
        lines.append("  - within {{ use_limits.licensed_months }} months; and")
        lines.append('  - with **{{ end_user.name }}**, see {{ ref("suspension.unilateral") }}.')
        if element == "on-suspicion":
            lines.append('{% if position["on-suspicion"] == "fallback" %}- With notice.{% endif %}')
        lines.append("{% endblock %}")
    ladder = {
        "preferred": {"statement": "All of it."},
        "acceptable": {"statement": "Most of it."},
        "fallback": {"statement": "Some of it.", "approver": "General Counsel"},
        "walk_away": "None of it.",
    }
    made = [
        an_element(
            number,
            element,
            code=f"{code}-{number}",
            from_tier="high" if element in _HIGH_ONLY else tier,
            severity="critical" if element == "on-suspicion" else "major",
            ladder=ladder if element == "on-suspicion" else None,
        )
        for number, element in enumerate(elements, start=1)
    ]
    return a_requirement(
        "\n".join(lines), id=name, code=code, title=title, from_tier=tier, elements=made, parameters=[], definitions={}
    )
