"""Models are loaded only when every file is the one that was shipped."""

from pathlib import Path

import pytest

from clausegen.checker import citing_reader as citing
from clausegen.checker import reader as verifier
from clausegen.checker import word_features as words
from clausegen.checker.provenance import MODELS
from clausegen.errors import ModelError
from clausegen.runtime import model_files as weights


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "models"
    (folder / "tiny").mkdir(parents=True)
    (folder / "tiny" / "weights").write_bytes(b"abc")
    digest = weights.file_sha256(folder / "tiny" / "weights")
    (folder / "SHA256SUMS").write_text(f"{digest}  tiny/weights\n")
    monkeypatch.setattr(weights, "models_folder", lambda: folder)
    weights.verified.cache_clear()
    weights.model_sha256.cache_clear()
    return folder


def test_an_unaltered_model_is_accepted(models: Path) -> None:
    assert weights.verified("tiny") == models / "tiny"


def test_an_altered_file_is_refused(models: Path) -> None:
    (models / "tiny" / "weights").write_bytes(b"abd")
    with pytest.raises(ModelError, match="altered"):
        weights.verified("tiny")


def test_an_absent_file_is_refused(models: Path) -> None:
    (models / "tiny" / "weights").unlink()
    with pytest.raises(ModelError, match="missing"):
        weights.verified("tiny")


def test_a_file_that_nobody_shipped_is_refused(models: Path) -> None:
    (models / "tiny" / "more").write_bytes(b"")
    with pytest.raises(ModelError, match="not in SHA256SUMS"):
        weights.verified("tiny")


def test_an_unknown_model_is_refused(models: Path) -> None:
    with pytest.raises(ModelError, match="no such model"):
        weights.verified("huge")


def test_every_shipped_model_is_as_listed() -> None:
    weights.verified.cache_clear()
    for name in MODELS:
        assert weights.verified(name).is_dir()


def test_no_shipped_model_is_a_pickle() -> None:
    for path in weights.models_folder().rglob("*"):
        if path.is_file():
            assert not path.read_bytes()[:2].startswith((b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05")), path


def test_the_models_named_in_reports_are_those_that_judge() -> None:
    assert {verifier.NAME, verifier.MULTILINGUAL, words.NAME, citing.CITING} == set(MODELS)
