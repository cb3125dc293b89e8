"""Index files in the layouts in which their publishers offer them, and files that are something else."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from paths import ROOT

from clausegen.errors import DataError
from clausegen.risk.indices import read_cpi, read_wgi

TODAY = dt.date(2026, 10, 20)
LONG = "codeindyr,code,countryname,year,indicator,estimate,stddev,nsource,pctrank,pctranklower,pctrankupper\n"
INVENTED = ROOT / "samples" / "indices"


def workbook(path: Path, **sheets: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name.replace("_", " "))
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def text(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8")
    return path


def scores(count: int) -> list[list[object]]:
    """A sheet of the 2025 revision: economies E0, E1, … with scores 0, 0.5, 1, … and intervals of 5 to each side."""
    head = [
        "Economy (name)",
        "Economy (code)",
        "Year",
        "Governance estimate (approx. -2.5 to +2.5)",
        "Governance score (0-100)",
        "Standard error (gov. score)",
        "Lower threshold (90% conf. int. score)",
        "Upper threshold (90% conf. int. score)",
    ]
    rows: list[list[object]] = [
        [f"Land {n}", f"E{n}", 2024, 0.1, n / 2, 3, max(0, n / 2 - 5), min(100, n / 2 + 5)] for n in range(count)
    ]
    return [head, *rows]


def test_wgi_by_rows_takes_the_newest_year_that_is_over(tmp_path: Path) -> None:
    rows = "XESrl2024,XES,Estmark,2024,rl,0.1,0.2,9,53.25,46.1,60\nXESrl2023,XES,Estmark,2023,rl,0.1,0.2,9,51,44,58\n"
    index = read_wgi(text(tmp_path / "wgi.csv", LONG + rows))
    found = index.latest("rl", "XES", TODAY)
    assert found is not None
    assert (found.year, found.value, found.lower, found.upper, found.country) == (2024, 53.25, 46.1, 60, "Estmark")
    earlier = index.latest("rl", "xes", dt.date(2024, 12, 30))
    assert earlier is not None
    assert earlier.year == 2023
    assert index.latest("va", "XES", TODAY) is None


def test_a_country_is_found_by_code_or_exact_name_only(tmp_path: Path) -> None:
    index = read_wgi(text(tmp_path / "wgi.csv", LONG + "x,XES,Estmark,2024,rl,0.1,0.2,9,53.25,46.1,60\n"))
    assert index.latest("rl", "estmark", TODAY)
    assert index.latest("rl", "Est", TODAY) is None
    assert index.latest("rl", "", TODAY) is None


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (LONG.replace(",", ";") + "x;XES;Estmark;2024;rl;0,1;0,2;9;53,25;46,1;60\n", "semicolons and decimal commas"),
        ("\ufeff" + LONG + "x,XES,Estmark,2024,rl,0.1,0.2,9,53.25,46.1,60\n", "a byte-order mark"),
        ("Title\n\nLicence\n" + LONG + "x,XES,Estmark,2024.0,RL,0.1,0.2,9,53.25,46.1,60\n", "lines above the header"),
    ],
)
def test_csv_as_spreadsheet_programs_save_it(tmp_path: Path, content: str, reason: str) -> None:
    found = read_wgi(text(tmp_path / "wgi.csv", content)).latest("rl", "XES", TODAY)
    assert found is not None, reason
    assert (found.value, found.lower) == (53.25, 46.1), reason


def test_wgi_by_rows_as_workbook(tmp_path: Path) -> None:
    head = LONG.strip().split(",")
    path = workbook(tmp_path / "wgi.xlsx", Sheet1=[head, ["x", "XES", "Estmark", 2024.0, "va", 0, 0, 9, 61.5, 55, 70]])
    found = read_wgi(path).latest("va", "XES", TODAY)
    assert found is not None
    assert (found.value, found.lower, found.upper) == (61.5, 55, 70)


def test_ranks_are_computed_where_a_file_has_scores_only(tmp_path: Path) -> None:
    index = read_wgi(workbook(tmp_path / "wgi.xlsx", notes=[["About"]], va=scores(201), rl=scores(201)))
    worst, middle, best = (index.latest("va", code, TODAY) for code in ("E0", "E100", "E200"))
    assert worst
    assert middle
    assert best
    assert (worst.value, middle.value, best.value) == (0, 50, 100)
    assert (middle.lower, middle.upper) == (45, 55), "ends of the score's interval, ranked"
    assert (middle.computed, middle.economies) == (True, 201)
    assert index.latest("pv", "E1", TODAY) is None


def test_databank_by_years_with_ranks_and_with_scores(tmp_path: Path) -> None:
    content = (
        "Country Name,Country Code,Series Name,Series Code,2022 [YR2022],2023 [YR2023],2024 [YR2024]\n"
        "Estmark,XES,Rule of Law: Percentile Rank,RL.PER.RNK,50,53.3,..\n"
        'Estmark,XES,"Percentile Rank, Lower Bound",RL.PER.RNK.LOWER,40,46.1,..\n'
        'Estmark,XES,"Percentile Rank, Upper Bound",RL.PER.RNK.UPPER,60,61.1,..\n'
        "Estmark,XES,Rule of Law: Estimate,RL.EST,-0.4,-0.3,..\n"
        "Estmark,XES,Voice: score,GOV_WGI_VA.SC,,,70\n"
        "Norland,XNO,Voice: score,GOV_WGI_VA.SC,,,80\n"
        "Estmark,XES,Voice: lower,GOV_WGI_VA.SC_LB,,,64\n"
        "\nData from database: Worldwide Governance Indicators\n"
    )
    index = read_wgi(text(tmp_path / "databank.csv", content))
    law, voice = index.latest("rl", "XES", TODAY), index.latest("va", "XES", TODAY)
    assert law
    assert voice
    assert (law.year, law.value, law.lower, law.upper, law.computed) == (2023, 53.3, 46.1, 61.1, False)
    assert (voice.value, voice.computed, voice.economies) == (0, True, 2)


@pytest.mark.parametrize("title", ["CPI score 2023", "CPI 2023 score", "CPI  Score 2023"])
def test_cpi_results_below_their_title(tmp_path: Path, title: str) -> None:
    rows: list[list[object]] = [
        ["Corruption Perceptions Index 2023"],
        [],
        ["Country / Territory", "ISO3", "Region", title, "Rank", "Standard error", "Lower CI", "Upper CI"],
        ["Estmark", "XES", "Invented", 57, 40, 2.1, 53.5, 60.5],
        ["Without", "XWO", "Invented", None, None, None, None, None],
    ]
    index = read_cpi(workbook(tmp_path / "cpi.xlsx", CPI_2023=rows))
    found = index.latest("cpi", "XES", TODAY)
    assert found is not None
    assert (found.value, found.year, found.lower, found.upper, found.country) == (57, 2023, 53.5, 60.5, "Estmark")
    assert index.latest("cpi", "XWO", TODAY) is None


def test_cpi_time_series_gives_earlier_years(tmp_path: Path) -> None:
    series: list[list[object]] = [
        ["Country / Territory", "ISO3", "Region", "CPI score 2023", "Rank 2023", "CPI score 2022", "Rank 2022"],
        ["Estmark", "XES", "Invented", 57, 40, 55, 42],
    ]
    results: list[list[object]] = [
        ["Country / Territory", "ISO3", "Region", "CPI score 2023", "Lower CI", "Upper CI"],
        ["Estmark", "XES", "Invented", 57, 53.5, 60.5],
    ]
    index = read_cpi(workbook(tmp_path / "cpi.xlsx", series=series, results=results))
    assert (newest := index.latest("cpi", "XES", TODAY))
    assert (newest.year, newest.lower) == (2023, 53.5), "the sheet with the interval counts"
    assert (before := index.latest("cpi", "XES", dt.date(2023, 6, 1)))
    assert (before.year, before.value) == (2022, 55)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("x,XES,Estmark,2024,rl,0,0,9,101,90,100\n", r"wgi\.csv:2 pctrank: a number from 0 to 100, got '101'"),
        ("x,XES,Estmark,2024,rl,0,0,9,-1,0,10\n", "a number from 0 to 100, got '-1'"),
        ("x,XES,Estmark,2024,rl,0,0,9,high,0,10\n", "a number from 0 to 100, got 'high'"),
        ("x,XES,Estmark,2024,rl,0,0,9,inf,0,10\n", "a number from 0 to 100, got 'inf'"),
        (
            "x,XES,Estmark,2024,rl,0,0,9,50,40,60\nx,XES,Estmark,2024,rl,0,0,9,51,40,60\n",
            "one figure for rl XES 2024, got 50 and 51",
        ),
        ("", "the Worldwide Governance Indicators as the publisher offers them"),
    ],
)
def test_figures_that_cannot_be_are_refused(tmp_path: Path, rows: str, expected: str) -> None:
    with pytest.raises(DataError, match=expected):
        read_wgi(text(tmp_path / "wgi.csv", LONG + rows))


def test_the_wrong_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"Corruption Perceptions Index .* with columns ISO3"):
        read_cpi(INVENTED / "wgi-invented.csv")
    with pytest.raises(DataError, match=r"Worldwide Governance Indicators .* pctrank"):
        read_wgi(INVENTED / "cpi-invented.csv")


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("none.csv", None, "no such file; check the path"),
        ("latin.csv", "code,country\nXES,Côte".encode("latin-1"), "that is not UTF-8"),
        ("old.xls", b"\xd0\xcf\x11\xe0rest", "a .csv or .xlsx file"),
        ("cut.xlsx", b"PK\x03\x04rest", "a readable .xlsx file"),
        ("empty.csv", b"", "as the publisher offers them"),
        ("nul.csv", b"\x00\x00\x00", "as the publisher offers them|well-formed"),
    ],
)
def test_unreadable_files_are_refused_in_one_line(tmp_path: Path, name: str, data: bytes | None, expected: str) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(DataError, match=expected) as caught:
        read_wgi(path)
    assert "\n" not in str(caught.value)


def test_the_samples_are_invented() -> None:
    """User-assigned codes only (ISO 3166: XAA to XZZ), so that no real country's figure can be among them."""
    for read, file in ((read_wgi, "wgi-invented.csv"), (read_cpi, "cpi-invented.csv")):
        figures = read(INVENTED / file).figures
        assert figures
        assert all(figure.code.startswith("X") and len(figure.code) == 3 for figure in figures)
