"""The pages of an interview: one question at a time, the answers so far, and the finished agreement."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from clausegen.api import assess, draft
from clausegen.drafting import decided_tier
from clausegen.errors import DraftRefused
from clausegen.model import Deal, as_document
from clausegen.web.drafts import Interview, Prompt
from clausegen.web.paper import paper
from clausegen.web.refused import Refused
from clausegen.web.screens import Screens


def show_list(screens: Screens, _: Request) -> Response:
    """Return drafts that were begun, and the button for a new one."""
    return screens.page("drafts.html.j2", screen="draft", drafts=screens.drafts.listed())


def begin(screens: Screens, _: Request, __: Mapping[str, str]) -> Response:
    """Start a draft."""
    return RedirectResponse(f"/draft/{screens.drafts.begin().name}", 303)


def show(screens: Screens, request: Request) -> Response:
    """Return the open question with what was answered, or the finished agreement as pages."""
    interview = _interview(screens, request)
    return _shown(screens, interview, screens.drafts.next(interview))


def answer(screens: Screens, request: Request, form: Mapping[str, str]) -> Response:
    """Take an answer and show what comes next."""
    interview = _interview(screens, request)
    open_one = screens.drafts.next(interview)
    if not isinstance(open_one, Prompt) or form.get("key") != open_one.key:
        return RedirectResponse(f"/draft/{interview.name}", 303)  # another tab was quicker
    words = form.get("answer", "").strip()
    if "unknown" in form and open_one.optional:
        words = "-"
    if (open_one.kind == "file" and words.startswith("@")) or (open_one.kind == "path" and words != "-"):
        raise Refused("Files are named in a deal file, not from the browser. Paste the text, or say it is not known.")
    following = screens.drafts.answer(interview, words)
    if isinstance(following, Prompt) and following.key == open_one.key and following.text != open_one.text:
        return _shown(screens, interview, following)  # the text says what was wrong with the answer
    return RedirectResponse(f"/draft/{interview.name}", 303)


def back(screens: Screens, request: Request, _: Mapping[str, str]) -> Response:
    """Take the last answer back."""
    interview = _interview(screens, request)
    screens.drafts.back(interview)
    return RedirectResponse(f"/draft/{interview.name}", 303)


def download(screens: Screens, request: Request) -> Response:
    """Return the agreement as a Word file, without notes."""
    made = draft(_interview(screens, request).file)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return Response(
        made.data, media_type=kind, headers={"content-disposition": 'attachment; filename="agreement.docx"'}
    )


def manifest(screens: Screens, request: Request) -> Response:
    """Return the manifest: the origin of each clause of the agreement."""
    made = draft(_interview(screens, request).file)
    headers = {"content-disposition": 'attachment; filename="agreement.docx.manifest.json"'}
    return Response(made.manifest, media_type="application/json", headers=headers)


def _interview(screens: Screens, request: Request) -> Interview:
    found = screens.drafts.get(request.path_params["draft"])
    if found is None:
        raise Refused("There is no such draft; go back to the list of drafts.", 404)
    return found


def _shown(screens: Screens, interview: Interview, state: Prompt | Deal) -> Response:
    page = partial(screens.page, "draft.html.j2", screen="draft", interview=interview, answers=_answers(interview))
    if isinstance(state, Prompt):
        requirement = state.key.partition(".")[0]
        return page(asked=state, help=screens.desk.library.requirements.get(requirement), blocks=[], refused=[])
    assessment = assess(interview.file) if state.factors else None
    tier, refused, blocks = "", [], []
    try:
        tier = decided_tier(state, assessment.tier if assessment else None).value
        blocks = list(paper(as_document(draft(interview.file).paper), []))
    except DraftRefused as error:
        refused = list(error.reasons)
    reasons = [f"{part.title}: {part.found}" for part in assessment.contributions if part.points] if assessment else []
    return page(asked=None, help=None, blocks=blocks, refused=refused, tier=tier, reasons=reasons)


def _answers(interview: Interview) -> list[tuple[str, str]]:
    """List what the deal file says so far, one line an answer."""
    said = []
    table = ""
    for line in interview.file.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            table = line.strip("[]").replace("_", " ")
        elif " = " in line and not line.startswith("#"):
            name, _, value = line.partition(" = ")
            said.append((f"{table} {name.replace('_', ' ')}".strip().capitalize(), value.strip('"')[:200]))
    return said
