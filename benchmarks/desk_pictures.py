"""Take the pictures of the review desk for docs/review-desk.md: python benchmarks/desk_pictures.py [FOLDER]

The sample contracts are judged by the real desk and shown in a real Chromium, so that no picture can show what is
not there. FOLDER is where the pictures go; the default is docs/pictures.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
REGISTER = """path,customer,country,product,tier,owner
complete.docx,Ministry of the Interior,Estmark,Lanternfish,high,A. Reyes
one-missing.docx,Ministry of Public Safety,Valdoria,Lanternfish,high,A. Reyes
long-agreement.docx,Federal Police,Norland,Harbour Suite,high,M. Okafor
weak-suspension.txt,Customs Agency,Estmark,Harbour Suite,high,M. Okafor
negated-cooperation.txt,State Prosecutor,Norland,Lanternfish,high,A. Reyes
"""


def main(out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "contracts"
        shutil.copytree(ROOT / "samples" / "contracts", folder)
        (folder / "register.csv").write_text(REGISTER)
        command = [sys.executable, "-m", "clausegen", "serve", str(folder), "--who", "Ada Lovelace", "--no-browser"]
        with subprocess.Popen([*command, "--tier", "high"], stdout=subprocess.PIPE, text=True, cwd=ROOT) as desk:
            try:
                assert desk.stdout is not None
                found = re.search(r"http://\S+", desk.stdout.readline())
                assert found is not None
                with sync_playwright() as playwright:
                    chromium = shutil.which("chromium") or "chromium"
                    browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
                    page = browser.new_page(viewport={"width": 1300, "height": 820})
                    page.goto(found[0])
                    page.wait_for_selector("text=files were read in this run", timeout=300_000)
                    pictures(page, found[0].partition("/open")[0], out)
                    browser.close()
            finally:
                desk.terminate()


def pictures(page: Page, desk: str, out: Path) -> None:
    def keep(name: str) -> None:
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(300)
        page.screenshot(path=out / f"desk-{name}.png")

    page.goto(f"{desk}/renewals")
    page.wait_for_selector(".renewal", timeout=30_000)
    keep("renewals")
    page.goto(f"{desk}/portfolio?group=country")
    keep("portfolio")
    page.click("text=one-missing.docx")
    page.wait_for_selector("#sequence")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.locator("#card-HRC .go").first.click()
    keep("contract")
    page.goto(f"{desk}/draft")
    page.click("text=New agreement")
    for words in ("Licence agreement", "2026-06-01"):
        page.fill("#answer", words)
        page.click("text=Go on")
    keep("draft")
    page.goto(desk)
    keep("today")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures")
