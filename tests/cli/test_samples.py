"""The Word samples are what their sources say."""

import io
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from paths import ROOT, TESTS

from clausegen.cli.contract_files import contracts
from clausegen.cli.main import main

SAMPLES = ROOT / "samples"
SOURCES = TESTS / "samples"
sys.path.insert(0, str(SOURCES))

import build  # noqa: E402
from dialect import SourceError, read_source  # noqa: E402


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("name", sorted(build.CONTRACTS))
def test_a_word_sample_is_what_its_source_builds(name: str) -> None:
    source, keep = build.CONTRACTS[name]
    built = build.write(read_source(SOURCES / "sources" / source, keep))
    # Parts, not bytes: compression may differ between builds of zlib.
    assert parts(built) == parts((SAMPLES / "contracts" / name).read_bytes())


def test_every_sample_contract_has_an_expectation() -> None:
    expected = (ROOT / "docs" / "samples.md").read_text(encoding="utf-8")
    contracts = [path.name for path in (SAMPLES / "contracts").iterdir()]
    assert len(contracts) >= 6
    assert [name for name in contracts if f"## {name}\n" not in expected] == []


def test_a_check_of_all_samples_judges_the_contracts_and_nothing_else() -> None:
    assert contracts((SAMPLES,)) == sorted((SAMPLES / "contracts").iterdir())


def test_without_the_cooperation_clause_nothing_speaks_of_inquiries_any_more() -> None:
    source = read_source(SOURCES / "sources" / "interception-licence.md", set())
    left = [line.text for line in source.lines if "cooperat" in line.text or "Inquiry" in line.text]
    assert left == []


def test_a_reference_to_nothing_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.md"
    path.write_text("+++\nschedule_numbers = []\n+++\n## One\n- See {@two}.\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"broken\.md:5: \{@two\} names no numbered line"):
        read_source(path, set())


def test_samples_and_documentation_are_written_where_one_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["samples"])
    assert result.exit_code == 0, result.output
    assert Path(result.stdout.split("clausegen check ")[1].split()[0]).is_file()
    assert Path("docs/tiers.md").is_file()
    again = CliRunner().invoke(main, ["samples"])
    assert (again.exit_code, "--force" in again.stderr) == (2, True)
