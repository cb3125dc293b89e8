"""Words of a scanned page, by the external program tesseract. Its readings are marked, with confidence."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from typing import TYPE_CHECKING, Final

from clausegen.errors import PassingFailure
from clausegen.ingest.pdf.lines import Line
from clausegen.runtime import child_processes as outliving

if TYPE_CHECKING:  # whoever only asks whether there is a reader does not load one
    import pypdfium2 as pdfium

PROGRAM: Final = "tesseract"
_DPI: Final = 200  # 300 dpi gained nothing on the scans measured
_MOST_PIXELS: Final = 12_000_000  # an A3 page at that density has 8 million
_LESS_BUSY: Final = "run again when the machine is less busy"
_KILLED: Final = 128  # a shell adds the number of the signal
_SECONDS: Final = 60


def available() -> bool:
    """True when tesseract can be run."""
    return shutil.which(PROGRAM) is not None


@cache
def _options() -> tuple[str, ...]:
    """Page layout with orientation where the data for it is installed; every language there is of ours."""
    listed = subprocess.run(  # noqa: S603 - fixed arguments
        [shutil.which(PROGRAM) or PROGRAM, "--list-langs"], capture_output=True, text=True, timeout=20, check=False
    ).stdout.split()
    layout = "1" if "osd" in listed else "3"
    languages = [name for name in ("eng", "fra", "deu", "spa", "ita", "por") if name in listed]
    return ("-l", "+".join(languages[:3]) or "eng", "--psm", layout)


def read_page(page: pdfium.PdfPage, number: int) -> list[Line]:
    """Lines of a scanned page with their confidence (mean of its words, 0-1); empty when it failed."""
    width, height = page.get_size()
    scale = _DPI / 72
    while width * scale * height * scale > _MOST_PIXELS:
        scale /= 2
    if width * scale < 1 or height * scale < 1:
        return []
    image = page.render(scale=scale, grayscale=True).to_numpy()
    rows, columns = image.shape[:2]
    netpbm = b"P5 %d %d 255\n" % (columns, rows) + image.tobytes()
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        command = [shutil.which(PROGRAM) or PROGRAM, "stdin", "stdout", *_options(), "tsv"]
        code, table = outliving.run(command, seconds=_SECONDS, given=netpbm, environment=environment)
    except outliving.Starved:
        raise PassingFailure("", f"tesseract had too little of the processor for {_SECONDS} s", _LESS_BUSY) from None
    except subprocess.TimeoutExpired:
        return []
    except OSError as error:
        raise PassingFailure("", f"tesseract could not be run ({error.strerror})", "run again") from None
    if code < 0 or code >= _KILLED:
        raise PassingFailure("", "tesseract was ended before it was done", _LESS_BUSY)
    if code:
        return []
    return lines_of(table.decode("utf-8", errors="replace"), number, scale, height)


def lines_of(table: str, number: int, scale: float, height: float) -> list[Line]:
    """Lines from tesseract's table: five columns of position in the page, word, box in pixels, confidence, text."""
    found: list[Line] = []
    key: tuple[str, ...] = ()
    confidences: list[list[float]] = []
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) < 12 or cells[0] != "5" or not cells[11].strip():
            continue
        left, top, wide, high = (int(cell) / scale for cell in cells[6:10])
        confidence = max(float(cells[10]), 0.0) / 100
        box = (left, height - top - high, left + wide, height - top)
        if key == tuple(cells[1:5]):
            line = found[-1]
            line.text += " " + cells[11].strip()
            line.left, line.bottom = min(line.left, box[0]), min(line.bottom, box[1])
            line.right, line.top = max(line.right, box[2]), max(line.top, box[3])
            confidences[-1].append(confidence)
        else:
            key = tuple(cells[1:5])
            found.append(Line(cells[11].strip(), *box, page=number))
            confidences.append([confidence])
    for line, values in zip(found, confidences, strict=True):
        line.confidence = sum(values) / len(values)
    return found
