"""Take the picture of a drafted page for README.md: python benchmarks/page_picture.py [FILE]

The high sample is drafted, opened by LibreOffice and drawn by poppler (pdftotext, pdftoppm), so that the picture
shows what a lawyer gets. FILE is where it goes; the default is docs/pictures/draft-page.png.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from clausegen.drafting.documents import draft
from clausegen.drafting.word.pdf import to_pdf
from clausegen.library import load_deal, load_library

ROOT = Path(__file__).resolve().parents[1]
SHOWN = "Suspension takes effect immediately"  # words of the page
DOTS = "80"  # an inch


def main(out: Path) -> None:
    deal = load_deal(ROOT / "samples" / "deals" / "high.toml")
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "draft.pdf"
        file.write_bytes(to_pdf(draft(deal, library=load_library()).data))
        pages = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, text=True, check=True)
        number = next(n for n, page in enumerate(pages.stdout.split("\f"), 1) if SHOWN in page)
        command = ["pdftoppm", "-f", str(number), "-l", str(number), "-r", DOTS, "-png", "-singlefile", "-gray"]
        subprocess.run([*command, str(file), str(out.with_suffix(""))], check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures" / "draft-page.png")
