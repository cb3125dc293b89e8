"""The pages of the desk, and what each button does."""

from __future__ import annotations

import traceback
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from clausegen.errors import ClausegenError
from clausegen.web import contract_screen, dates_form, deciding, draft_screen, pack
from clausegen.web.desk import Desk
from clausegen.web.guard import CSRF_FIELD, CSRF_HEADER, Keys
from clausegen.web.matrix import GROUPS, PAGE, Wanted, as_csv, chosen, grouped
from clausegen.web.refused import Refused, local
from clausegen.web.renewing import PAGE as RENEWALS
from clausegen.web.renewing import page_of, timeline
from clausegen.web.screens import HERE, Screens
from clausegen.web.today import today_of

Form = Mapping[str, str]
Change = Callable[[Screens, Request, Form], Response]


def create_app(desk: Desk, keys: Keys) -> Starlette:
    """Return the application, without its guard."""
    screens = Screens(desk, keys)
    routes = [
        Route("/", _shown(screens, _today)),
        Route("/portfolio", _shown(screens, _portfolio)),
        Route("/portfolio.csv", _shown(screens, _csv)),
        Route("/renewals", _shown(screens, _renewals)),
        Route("/contract/{name}", _shown(screens, contract_screen.show)),
        Route("/contract/{name}/page/{number:int}.png", _shown(screens, contract_screen.page_picture)),
        Route("/contract/{name}/wording/{code}", _shown(screens, contract_screen.wording)),
        Route("/contract/{name}/decide", _changing(screens, deciding.decide), methods=["POST"]),
        Route("/contract/{name}/scope", _changing(screens, deciding.scope), methods=["POST"]),
        Route("/contract/{name}/dates", _shown(screens, dates_form.show)),
        Route("/contract/{name}/dates", _changing(screens, dates_form.answer), methods=["POST"]),
        Route("/contract/{name}/pack", _changing(screens, pack.make), methods=["POST"]),
        Route("/draft", _shown(screens, draft_screen.show_list)),
        Route("/draft", _changing(screens, draft_screen.begin), methods=["POST"]),
        Route("/draft/{draft}", _shown(screens, draft_screen.show)),
        Route("/draft/{draft}/answer", _changing(screens, draft_screen.answer), methods=["POST"]),
        Route("/draft/{draft}/back", _changing(screens, draft_screen.back), methods=["POST"]),
        Route("/draft/{draft}/agreement.docx", _shown(screens, draft_screen.download)),
        Route("/draft/{draft}/manifest.json", _shown(screens, draft_screen.manifest)),
        Route("/audit/progress", _shown(screens, _progress)),
        Route("/audit/start", _changing(screens, _start), methods=["POST"]),
        Route("/audit/cancel", _changing(screens, _cancel), methods=["POST"]),
        Route("/who", _changing(screens, _who), methods=["POST"]),
        Mount("/static", StaticFiles(directory=HERE / "static")),
    ]
    app = Starlette(routes=routes, exception_handlers={404: _nowhere(screens)})
    app.state.screens = screens
    return app


def _shown(screens: Screens, show: Callable[[Screens, Request], Response]) -> Callable[[Request], Awaitable[Response]]:
    """Return a page that only shows."""

    async def endpoint(request: Request) -> Response:
        return await _answered(screens, request, show, screens, request)

    return endpoint


def _changing(screens: Screens, change: Change) -> Callable[[Request], Awaitable[Response]]:
    """Change something: only with the token that the pages of the desk carry."""

    async def endpoint(request: Request) -> Response:
        async with request.form(max_files=0, max_fields=400) as sent:
            form = {name: value for name, value in sent.items() if isinstance(value, str)}
        given = request.headers.get(CSRF_HEADER) or form.get(CSRF_FIELD, "")
        if not screens.keys.is_csrf(given):
            error = Refused("The page is older than this run of the desk, so nothing was changed. Reload it.", 403)
            return _said(screens, request, error)
        return await _answered(screens, request, change, screens, request, form)

    return endpoint


async def _answered(screens: Screens, request: Request, do: Callable[..., Response], *given: object) -> Response:
    """Return the answer, or a sentence on what went wrong; a defect of ours by its place, for no text is logged."""
    try:
        return await run_in_threadpool(do, *given)
    except ClausegenError as error:
        return _said(screens, request, error)
    except OSError as error:
        said = (
            f"Nothing was saved ({error.strerror or 'the system refused'}). Make room or check permissions, then retry."
        )
        return _said(screens, request, Refused(said, 507))
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{type(error).__name__} in {Path(frame.filename).name}, line {frame.lineno}"
        said = f"The desk failed at this page ({place}). What was decided is kept. Please report it, without contracts."
        return _said(screens, request, Refused(said, 500))


def _said(screens: Screens, request: Request, error: ClausegenError) -> Response:
    """Return an error as a sentence: in the place for messages, or as a page."""
    status = error.status if isinstance(error, Refused) else 409
    name = "alert.html.j2" if request.headers.get("hx-request") else "error.html.j2"
    return screens.page(name, status=status, said=str(error))


def _nowhere(screens: Screens) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def endpoint(request: Request, _: Exception) -> Response:
        return _said(screens, request, Refused("There is no such page. Go back to Today.", 404))

    return endpoint


def _today(screens: Screens, _: Request) -> Response:
    desk = screens.desk
    rows, due = desk.rows(), desk.due()
    found = today_of(rows, due, screens.titles, desk.today())
    joining = due is None and bool(rows)
    return screens.page("today.html.j2", screen="today", found=found, day=desk.today(), rows=len(rows), joining=joining)


def _portfolio(screens: Screens, request: Request) -> Response:
    desk = screens.desk
    wanted = Wanted.of(request.query_params)
    every = desk.rows()
    rows = chosen(every, wanted)
    pages = max(1, -(-len(rows) // PAGE))
    page = min(wanted.page, pages)
    codes = [screens.desk.library.requirements[rule.id].code for rule in desk.playbook.requirements]
    query = {name: value for name, value in request.query_params.items() if name != "page"}
    return screens.page(
        "portfolio.html.j2",
        screen="portfolio",
        wanted=wanted,
        groups=grouped(rows[(page - 1) * PAGE : page * PAGE], wanted.group),
        count=len(rows),
        all=sum(row.judged and not row.scope for row in every),
        aside={
            "doubtful": sum(row.judged and bool(row.scope) for row in every),
            "out": sum(bool(row.out) for row in every),
            "unread": sum(row.outcome.value in ("unreadable", "partly-read") for row in every),
        },
        page=page,
        pages=pages,
        codes=codes,
        options=GROUPS,
        query=urlencode(query),
        trend=desk.trend(),
    )


def _csv(screens: Screens, request: Request) -> Response:
    rows = chosen(screens.desk.rows(), Wanted.of(request.query_params))
    headers = {"content-disposition": 'attachment; filename="portfolio.csv"'}
    return PlainTextResponse(as_csv(rows, screens.titles), media_type="text/csv", headers=headers)


def _renewals(screens: Screens, request: Request) -> Response:
    """Show a page of the list: the one that ``page`` numbers, or that holds the contract ``at``."""
    desk = screens.desk
    due = desk.due()
    renewals = due.renewals if due else ()
    path = desk.path_of(request.query_params.get("at", ""))
    pages = max(1, -(-len(renewals) // RENEWALS))
    page = page_of(due, path) if due and path else min(Wanted.of(request.query_params).page, pages)
    known = {row.path: row for row in desk.rows()}
    return screens.page(
        "renewals.html.j2",
        screen="renewals",
        due=due,
        here=renewals[(page - 1) * RENEWALS : page * RENEWALS],
        page=page,
        pages=pages,
        old=desk.joining(),
        known=known,
        chart=timeline(due, desk.today()) if due else None,
        day=desk.today(),
    )


def _progress(screens: Screens, request: Request) -> Response:
    answer = screens.page("progress.html.j2")
    if not screens.desk.job.progress.running and request.headers.get("hx-request"):
        answer.headers["hx-refresh"] = "true"  # it has ended, so the lists on the page are old
    return answer


def _start(screens: Screens, request: Request, _: Form) -> Response:
    screens.desk.audit()
    return _back(screens, request)


def _cancel(screens: Screens, request: Request, _: Form) -> Response:
    screens.desk.job.cancel()
    return _back(screens, request)


def _back(screens: Screens, request: Request) -> Response:
    return screens.page("progress.html.j2") if request.headers.get("hx-request") else RedirectResponse("/", 303)


def _who(screens: Screens, _: Request, form: Form) -> Response:
    name = " ".join(form.get("who", "").split())[:100]
    if not name:
        raise Refused("Say who decides: a name is needed beside every decision.")
    screens.desk.who = name
    return RedirectResponse(local(form.get("next", "/")), 303)
