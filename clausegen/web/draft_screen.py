"""The interview that drafts an agreement: one question at a time, back at will, the pages beside it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from clausegen.drafting import Draft, QuestionText, complete, decided_tier
from clausegen.drafting import draft as draft_of
from clausegen.errors import ClausegenError, DraftRefused
from clausegen.library import Library, load_deal
from clausegen.model import Assessment, Deal, Document, Report, Tier, as_document
from clausegen.risk import assess_file
from clausegen.runtime import replacing
from clausegen.web.paper import paper
from clausegen.web.refused import Refused

if TYPE_CHECKING:
    from clausegen.web.app import Screens

_NAME: Final = re.compile(r"[0-9a-f]{16}")
_SUFFIX: Final = ".deal.toml"


class _Pending(ClausegenError):
    """The interview waits for an answer to this question."""

    def __init__(self, question: str, default: str) -> None:
        text = question if isinstance(question, QuestionText) else QuestionText(question)
        self.question, self.default = text, default
        super().__init__(question)


@dataclass
class Interview:
    """One deal file in the making; ``before`` holds the file as it was before each answer, for going back."""

    name: str
    file: Path
    before: list[tuple[str, frozenset[str]]] = field(default_factory=list)
    unknown: frozenset[str] = frozenset()  # questions answered by "-"


@dataclass(frozen=True)
class Asked:
    """The question that comes next; ``said`` is what was wrong with the last answer."""

    key: str
    text: str
    kind: str
    choices: tuple[str, ...]
    optional: bool
    default: str


class Drafts:
    """Interviews, each with a deal file of its own in the desk's folder."""

    def __init__(self, folder: Path, library: Library) -> None:
        self.folder, self.library = folder, library
        self._open: dict[str, Interview] = {}

    def begin(self) -> Interview:
        """Start an interview with an empty deal."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        name = secrets.token_hex(8)
        made = self._open[name] = Interview(name, self.folder / f"{name}{_SUFFIX}")
        made.file.touch(mode=0o600)
        return made

    def listed(self) -> list[tuple[str, str]]:
        """Name and title of every draft that was begun, the last one first."""
        files = sorted(self.folder.glob(f"*{_SUFFIX}"), key=lambda file: -file.stat().st_mtime)
        titles = []
        for file in files:
            found = re.search(r'^title = "(.*)"$', file.read_text(encoding="utf-8"), re.MULTILINE)
            titles.append((file.name.removesuffix(_SUFFIX), found[1] if found else "A draft without a title"))
        return titles

    def get(self, name: str) -> Interview | None:
        """The interview of this name, taken up where it stood; None when there is none."""
        if not _NAME.fullmatch(name):
            return None
        file = self.folder / f"{name}{_SUFFIX}"
        if name not in self._open and file.is_file():
            self._open[name] = Interview(name, file)
        return self._open.get(name)

    def next(self, interview: Interview) -> Asked | Deal:
        """The question that comes next, or the deal when nothing is left to ask."""
        return self._run(interview, None)

    def answer(self, interview: Interview, words: str) -> Asked | Deal:
        """Give the answer to the question that is open."""
        kept = (interview.file.read_text(encoding="utf-8"), interview.unknown)
        following = self._run(interview, words)
        if (interview.file.read_text(encoding="utf-8"), interview.unknown) != kept:
            interview.before.append(kept)
        return following

    def back(self, interview: Interview) -> None:
        """Take the last answer back."""
        if interview.before:
            text, unknown = interview.before[-1]
            with replacing(interview.file) as stream:
                stream.write(text.encode())
            interview.unknown = unknown
            interview.before.pop()

    def _run(self, interview: Interview, words: str | None) -> Asked | Deal:
        given = [words] if words is not None else []
        asked_of: list[str] = []

        def ask(question: str, default: str) -> str:
            key = question.key if isinstance(question, QuestionText) else question
            if key in interview.unknown:
                return "-"
            if given and not asked_of:
                asked_of.append(key)
                answer = given.pop()
                optional = isinstance(question, QuestionText) and question.optional
                if optional and answer.strip() == "-":
                    interview.unknown |= {key}
                return answer
            raise _Pending(question, default)

        try:
            return complete(interview.file, self.library, ask)
        except _Pending as pending:
            text = pending.question
            return Asked(text.key, str(text), text.kind, text.choices, text.optional, pending.default)


def show_list(screens: Screens, _: Request) -> Response:
    """Drafts that were begun, and the button for a new one."""
    return screens.page("drafts.html.j2", screen="draft", drafts=screens.drafts.listed())


def begin(screens: Screens, _: Request, __: Mapping[str, str]) -> Response:
    """Start a draft."""
    return RedirectResponse(f"/draft/{screens.drafts.begin().name}", 303)


def show(screens: Screens, request: Request) -> Response:
    """The open question with what was answered, or the finished agreement as pages."""
    interview = _interview(screens, request)
    return _shown(screens, interview, screens.drafts.next(interview))


def answer(screens: Screens, request: Request, form: Mapping[str, str]) -> Response:
    """Take an answer and show what comes next."""
    interview = _interview(screens, request)
    open_one = screens.drafts.next(interview)
    if not isinstance(open_one, Asked) or form.get("key") != open_one.key:
        return RedirectResponse(f"/draft/{interview.name}", 303)  # another tab was quicker
    words = form.get("answer", "").strip()
    if "unknown" in form and open_one.optional:
        words = "-"
    if (open_one.kind == "file" and words.startswith("@")) or (open_one.kind == "path" and words != "-"):
        raise Refused("Files are named in a deal file, not from the browser. Paste the text, or say it is not known.")
    following = screens.drafts.answer(interview, words)
    if isinstance(following, Asked) and following.key == open_one.key and following.text != open_one.text:
        return _shown(screens, interview, following)  # the text says what was wrong with the answer
    return RedirectResponse(f"/draft/{interview.name}", 303)


def back(screens: Screens, request: Request, _: Mapping[str, str]) -> Response:
    """Take the last answer back."""
    interview = _interview(screens, request)
    screens.drafts.back(interview)
    return RedirectResponse(f"/draft/{interview.name}", 303)


def download(screens: Screens, request: Request) -> Response:
    """The agreement as a Word file, without notes."""
    made = _made(screens, _interview(screens, request))
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return Response(
        made.data, media_type=kind, headers={"content-disposition": 'attachment; filename="agreement.docx"'}
    )


def manifest(screens: Screens, request: Request) -> Response:
    """The manifest: the origin of each clause of the agreement."""
    made = _made(screens, _interview(screens, request))
    headers = {"content-disposition": 'attachment; filename="agreement.docx.manifest.json"'}
    return Response(made.manifest, media_type="application/json", headers=headers)


def _interview(screens: Screens, request: Request) -> Interview:
    found = screens.drafts.get(request.path_params["draft"])
    if found is None:
        raise Refused("There is no such draft; go back to the list of drafts.", 404)
    return found


def _made(screens: Screens, interview: Interview) -> Draft:
    deal = load_deal(interview.file)
    library = screens.desk.library

    def judged(document: Document, tier: Tier) -> Report:
        from clausegen.checker import judge  # only a deal with special terms is judged

        return judge(document, tier=tier, playbook=deal.playbook, library=library)

    return draft_of(deal, library=library, assessment=_assessed(screens, interview, deal), judge=judged)


def _assessed(screens: Screens, interview: Interview, deal: Deal) -> Assessment | None:
    root = screens.desk.library.root
    return assess_file(deal, interview.file, root=root, today=deal.date) if deal.factors else None


def _shown(screens: Screens, interview: Interview, state: Asked | Deal) -> Response:
    page = partial(screens.page, "draft.html.j2", screen="draft", interview=interview, answers=_answers(interview))
    if isinstance(state, Asked):
        requirement = state.key.partition(".")[0]
        return page(asked=state, help=screens.desk.library.requirements.get(requirement), blocks=[], refused=[])
    assessment = _assessed(screens, interview, state)
    tier, refused, blocks = "", [], []
    try:
        tier = decided_tier(state, assessment.tier if assessment else None).value
        blocks = list(paper(as_document(_made(screens, interview).paper), []))
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
