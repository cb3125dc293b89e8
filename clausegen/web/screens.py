"""The state that all pages of the desk share, and the making of a page."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from clausegen import __version__
from clausegen.model import SIGNS, Report
from clausegen.web.cards import WORDS
from clausegen.web.desk import Desk
from clausegen.web.drafts import Drafts
from clausegen.web.guard import Keys
from clausegen.web.pages import Pages
from clausegen.web.refused import Refused

HERE: Final = Path(__file__).parent


class Screens:
    """Everything the pages share."""

    def __init__(self, desk: Desk, keys: Keys) -> None:
        self.desk = desk
        self.keys = keys
        self.pages = Pages()
        self.drafts = Drafts(desk.place / "drafts", desk.library)
        self.titles = {r.code: r.title for r in desk.library.requirements.values()}
        self.environment = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.filters["first_up"] = lambda words: words[:1].upper() + words[1:]
        self.environment.globals.update(
            csrf=keys.csrf, signs=SIGNS, words=WORDS, version=__version__, id_of=desk.id_of, titles=self.titles
        )
        for name in self.environment.list_templates(["j2"]):  # so that nobody waits for it later
            self.environment.get_template(name)

    def page(self, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        """Return a whole page, or a part of one."""
        desk = self.desk
        made = self.environment.get_template(template).render(
            who=desk.who, folder=desk.folder.name, trouble=desk.trouble, progress=desk.job.progress, **values
        )
        return HTMLResponse(made, status_code=status)

    def reports(self, path: str) -> tuple[Report, Report]:
        """Return the report as the program made it, and as people have decided on it. Raises Refused without one."""
        entry, decided = self.desk.entry(path), self.desk.report(path)
        if entry is None or entry.report is None or decided is None:
            raise Refused("The contract was not judged yet. Run the audit first.")
        return entry.report, decided

    def path(self, request: Request) -> str:
        """Return the path of the contract that a request is about. Raises Refused for an unknown id."""
        path = self.desk.path_of(request.path_params["name"])
        if path is None:
            raise Refused("There is no such contract here. It may have been removed; go back to the portfolio.", 404)
        return path
