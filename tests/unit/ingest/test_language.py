"""The language of a contract is told, or said to be unknown."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausegen.api import check
from clausegen.ingest.language import languages
from clausegen.ingest.load import load_document
from clausegen.model.requirement import Tier

ENGLISH = (
    "The Supplier may suspend access to the System at once where it reasonably suspects misuse by the Customer, and "
    "the suspension lasts until the investigation is completed."
)
GERMAN = (
    "Der Lieferant kann den Zugang unverzüglich sperren, wenn er den begründeten Verdacht hat, dass der Kunde das "
    "System missbräuchlich verwendet. Die Sperrung dauert, bis die Untersuchung abgeschlossen ist."
)
CASES = [
    ("en", ENGLISH),
    ("de", GERMAN),
    (
        "fr",
        "Le Fournisseur peut suspendre immédiatement l’accès s’il soupçonne un usage abusif du système par le Client. "
        "La suspension dure jusqu’à la fin de l’enquête.",
    ),
    (
        "es",
        "El Proveedor podrá suspender de inmediato el acceso cuando sospeche un uso indebido del sistema por el "
        "Cliente. La suspensión durará hasta que concluya la investigación.",
    ),
    (
        "it",
        "Il Fornitore può sospendere l’accesso qualora sospetti un uso improprio del sistema da parte del Cliente. La "
        "sospensione dura fino alla conclusione dell’indagine.",
    ),
    (
        "pt",
        "O Fornecedor poderá suspender de imediato o acesso quando suspeitar de uso indevido do sistema pelo Cliente. "
        "A suspensão durará até que a investigação seja concluída.",
    ),
    (
        "nl",
        "De Leverancier kan de toegang onmiddellijk opschorten indien hij vermoedt dat de Klant het systeem misbruikt. "
        "De opschorting duurt tot het onderzoek is afgerond.",
    ),
    ("other", "Поставщик вправе незамедлительно приостановить доступ, если он подозревает злоупотребление."),
    ("other", "供应商有合理理由怀疑客户滥用系统的，可以立即暂停访问。暂停持续至调查结束。"),
    ("other", "Nhà cung cấp có quyền đình chỉ ngay việc truy cập nếu nghi ngờ khách hàng lạm dụng hệ thống. " * 10),
    ("", "Price list"),
    ("", "Unit 12 EUR 300\n" * 40),
]


@pytest.mark.parametrize(("code", "text"), CASES, ids=[f"{n}-{case[0]}" for n, case in enumerate(CASES)])
def test_the_language_is_told_by_its_small_words(code: str, text: str) -> None:
    assert languages(text).main == code
    assert languages(text).second == ""


def test_a_contract_in_two_languages_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("\n\n".join([ENGLISH, GERMAN] * 4), encoding="utf-8")
    read = load_document(path)
    assert (read.language, languages(read.text).second) == ("en", "de")
    assert any(notice.code == "mixed-language" for notice in read.notices)


def test_an_unknown_language_is_a_notice(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(CASES[7][1], encoding="utf-8")
    read = load_document(path)
    assert read.language == "other"
    assert [notice.code for notice in read.notices] == ["unknown-language"]


def test_a_foreign_cover_page_does_not_decide(tmp_path: Path) -> None:
    assert languages("\n".join([GERMAN] * 3 + [ENGLISH] * 60)).main == "en"


@pytest.mark.parametrize(("words", "told"), [(ENGLISH, []), (GERMAN, ["weaker-language"])], ids=["English", "German"])
def test_a_language_that_is_judged_less_well_is_named(tmp_path: Path, words: str, told: list[str]) -> None:
    file = tmp_path / "contract.txt"
    file.write_text(words, encoding="utf-8")
    report = check(file, tier=Tier.LOW)
    notices = [notice for notice in report.contract.notices if notice.code == "weaker-language"]
    assert [notice.code for notice in notices] == told
    assert all("measured on English contracts alone" in notice.message for notice in notices)
