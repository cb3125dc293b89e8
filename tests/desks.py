"""Review desks over small folders, judged without models, and a browser's requests without a network."""

from __future__ import annotations

import asyncio
import datetime as dt
import zlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

from clausegen.auditing.unit import Member, Unit, UnitAnswer
from clausegen.ingest import load_document
from clausegen.library import Library, load_library
from clausegen.model import (
    SCOPE_DOUBT,
    Contract,
    DateFinding,
    Dates,
    Document,
    Entry,
    Evidence,
    Finding,
    Generator,
    Notice,
    Outcome,
    Report,
    Severity,
    Status,
    Summary,
    Tier,
    Verdict,
    contract_summary,
    page_boxes,
    requirement_status,
)
from clausegen.structure import scope_doubt
from clausegen.web.app import create_app
from clausegen.web.desk import Desk
from clausegen.web.guard import Guard, Keys
from clausegen.web.screens import Screens

HOST = "127.0.0.1:8000"
TODAY = dt.date(2026, 6, 1)
GENERATOR = Generator(version="1", library="1", library_sha256="l", detector="d", model_sha256="m")
SUSPENSION = "The Supplier may suspend use of the System at once on suspicion of misuse."
TEXT = f"Licence Agreement with the Ministry of the Interior\n\n1. Use of the System\n\n2. {SUSPENSION}\n\n3. Term\n"


def a_report(document: Document, quotes: Mapping[str, str], library: Library, ends: str = "2027-01-01") -> Report:
    """Every element due at the high tier; satisfied where ``quotes`` has words of the document for its code."""
    verdicts = []
    for requirement, elements in library.due(library.playbook(), Tier.HIGH):
        findings = []
        for element in elements:
            words = quotes.get(element.code, "")
            start = document.text.find(words) if words else -1
            found: tuple[Evidence, ...] = ()
            if start >= 0:
                end = start + len(words)
                block = document.block_at(start)
                boxes = page_boxes(document, start, end)
                page = block.page if block else None
                found = (Evidence(text=words, start=start, end=end, clause="2", page=page, boxes=boxes),)
            status = Status.SATISFIED if found else Status.MISSING
            finding = Finding(
                element=element.id,
                code=element.code,
                severity=Severity(element.severity),
                status=status,
                confidence=0.9,
                evidence=found,
                reason="" if found else "Not found in the contract.",
            )
            findings.append(finding)
        status = requirement_status(findings)
        verdicts.append(
            Verdict(requirement=requirement.id, code=requirement.code, status=status, findings=tuple(findings))
        )
    said = scope_doubt(document)
    contract = Contract(
        path=document.path,
        sha256=document.sha256,
        format=document.format,
        language="en",
        coverage=document.coverage,
        notices=(Notice(code=SCOPE_DOUBT, message=said),) if said else (),
    )
    summary: Summary = contract_summary(verdicts)
    return Report(
        generator=GENERATOR,
        contract=contract,
        playbook=library.playbook().id,
        tier=Tier.HIGH,
        verdicts=tuple(verdicts),
        dates=Dates(expiration_date=DateFinding(value=ends)),
        summary=summary,
    )


def a_desk(
    folder: Path, files: Mapping[str, str | bytes] | None = None, quotes: Mapping[str, str] | None = None
) -> Desk:
    """A desk over a folder with these files, each judged; by default one contract with a right to suspend."""
    library = load_library()
    folder.mkdir(exist_ok=True)
    desk = Desk(folder, tier=Tier.HIGH, who="Ada", library=library, today=lambda: TODAY)
    for name, content in ({"a.txt": TEXT} if files is None else files).items():
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
        judged(desk, name, quotes or {"SUS-1": SUSPENSION, "SUS-2": SUSPENSION})
    return desk


def judged(desk: Desk, name: str, quotes: Mapping[str, str]) -> None:
    """Put a file of the folder on the desk, as an audit would."""
    document = load_document(desk.folder / name).model_copy(update={"path": name})
    report = a_report(document, quotes, desk.library)
    put(desk, Entry(path=name, outcome=Outcome.JUDGED, sha256=document.sha256, tier=Tier.HIGH, report=report))


def put(desk: Desk, entry: Entry) -> None:
    """Put a file as it was judged on the desk, its report into the store."""
    key = f"key of {entry.path}"
    if entry.report is not None:
        unit = Unit((Member(entry.path, entry.path, "", entry.sha256),), entry.tier)
        packed = zlib.compress(entry.report.model_dump_json().encode())
        desk.store.add(key, UnitAnswer(unit, (entry.sha256,), (Outcome.JUDGED,), ("",), packed))
    desk._put([desk._made(entry, key, desk.decisions())])
    desk._note_file(entry)


class Reply:
    """An answer of the desk."""

    def __init__(self, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
        self.status = status
        self.headers = {name.decode(): value.decode() for name, value in headers}
        self.text = body.decode(errors="replace")
        self.body = body


class Browser:
    """Sends what a browser at the desk sends; each part can be forged."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.keys = Keys()
        self.touched: list[str] = []
        self.inner = create_app(desk, self.keys)
        self.screens: Screens = self.inner.state.screens
        self.app = Guard(self.inner, keys=self.keys, hosts=(HOST,), touched=self.touched.append)

    def ask(
        self,
        path: str,
        form: Mapping[str, str] | None = None,
        *,
        host: str = HOST,
        origin: str | None = f"http://{HOST}",
        cookie: str | None = None,
        csrf: str | None = None,
        more: Mapping[str, str] | None = None,
    ) -> Reply:
        """GET a page or, with a ``form``, POST it."""
        cookie = f"{self.keys.cookie}={self.keys.session}" if cookie is None else cookie
        headers = [("host", host), ("cookie", cookie), *(more or {}).items()]
        body = b""
        if form is not None:
            token = self.keys.csrf if csrf is None else csrf
            body = urlencode({"csrf": token, **form}).encode()
            headers += [("content-type", "application/x-www-form-urlencoded"), ("content-length", str(len(body)))]
            headers += [("origin", origin)] if origin else []
        where, _, query = path.partition("?")
        scope: dict[str, object] = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET" if form is None else "POST",
            "scheme": "http",
            "path": where,
            "raw_path": where.encode(),
            "query_string": query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in headers],
            "server": ("127.0.0.1", 8000),
            "client": ("127.0.0.1", 9),
            "root_path": "",
        }
        # In a thread of its own: where a browser test ran before in this process, the thread of the tests has a loop.
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(asyncio.run, self._called(scope, body)).result()

    async def _called(self, scope: dict[str, object], body: bytes) -> Reply:
        sent: list[dict[str, object]] = []
        given = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> dict[str, object]:
            return given.pop() if given else {"type": "http.disconnect"}

        async def send(message: dict[str, object]) -> None:
            sent.append(message)

        await self.app(scope, receive, send)  # type: ignore[arg-type]
        start = sent[0]
        data = b"".join(message.get("body", b"") for message in sent[1:])  # type: ignore[misc]
        return Reply(start["status"], start["headers"], data)  # type: ignore[arg-type]

    def contract(self, name: str = "a.txt") -> str:
        """The address of a contract."""
        return f"/contract/{self.desk.id_of(name)}"

    def decide(self, code: str, decision: str, name: str = "a.txt", **fields: str) -> Reply:
        """Decide as the page shows it now."""
        from clausegen.web.deciding import seen_of

        seen = fields.pop("seen", None)
        if seen is None:
            seen = seen_of(self.screens, name, self.desk.report(name)).get(code, "")
        form = {"code": code, "decision": decision, "seen": seen, **fields}
        return self.ask(f"{self.contract(name)}/decide", form, more={"hx-request": "true"})
