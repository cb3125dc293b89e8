"""German, French and Spanish contracts are read by the reader of these languages."""

import pytest
from builders import document

from clausegen.checker import judge
from clausegen.model import Status, Tier

GERMAN = (
    'SOFTWAREVERTRAG vom 12. März 2025 zwischen der Lumera GmbH ("Anbieterin") und dem Landesamt für Innere Sicherheit '
    '("Auftraggeber"). / § 1 Gegenstand / Die Anbieterin überlässt dem Auftraggeber die Software zur Nutzung auf Zeit. '
    "/ § 2 Achtung der Menschenrechte / Der Auftraggeber verpflichtet sich, bei der Nutzung der Software die "
    "international anerkannten Menschenrechte zu achten. / § 3 Aussetzung / Hat die Anbieterin den begründeten "
    "Verdacht, dass gegen § 2 verstoßen wird, kann sie den Zugang sofort und ohne vorherige Ankündigung sperren. "
    "/ § 4 Laufzeit / Der Vertrag endet nach zwölf Monaten. Eine stillschweigende Verlängerung ist ausgeschlossen."
)
FRENCH = (
    "CONTRAT DE LICENCE du 3 mars 2025 entre la société Orion SAS (« le Fournisseur ») et le ministère de l'Intérieur "
    "(« le Client »). / Article 1 – Objet / Le Fournisseur concède au Client un droit d'usage du Logiciel. / "
    "Article 2 – Usage / Le Client s'engage à respecter les droits de l'homme dans tout usage du Logiciel. / "
    "Article 3 – Suspension / S'il soupçonne un usage contraire à l'article 2, le Fournisseur peut suspendre l'accès "
    "au Logiciel immédiatement et sans préavis."
)
SPANISH = (
    "CONTRATO DE LICENCIA de 3 de marzo de 2025 entre Orion S.A. («el Proveedor») y el Ministerio del Interior («el "
    "Cliente»). / PRIMERA.- Objeto / El Proveedor concede al Cliente el uso del Software. / SEGUNDA.- Uso / El Cliente "
    "se obliga a respetar los derechos humanos en todo uso del Software. / TERCERA.- Suspensión / Si el Proveedor "
    "sospecha razonablemente que se incumple la cláusula segunda, podrá suspender el servicio de inmediato y sin aviso."
)
STATEMENTS = [
    (GERMAN, "SUS-1", "suspension in German"),
    (GERMAN, "SUS-3", "without notice, in German"),
    (FRENCH, "SUS-1", "suspension in French"),
    (FRENCH, "HRC-1", "a duty that a later article cites as breached"),
    (SPANISH, "SUS-1", "suspension in Spanish"),
    (SPANISH, "HRC-1", "a duty that a later clause cites by an ordinal"),
]
TAKEN = [
    (GERMAN, "§ 5 Pilotphase / Während der Pilotphase findet § 3 keine Anwendung.", "German"),
    (FRENCH, "Article 4 – Pilote / Pendant la phase pilote, l'article 3 ne s'applique pas.", "French"),
    (SPANISH, "CUARTA.- Piloto / Durante la fase piloto queda sin efecto la cláusula tercera.", "Spanish, an ordinal"),
]


def status(text: str, code: str, tier: Tier = Tier.LOW) -> Status:
    report = judge(document(text), tier=tier)
    return next(f.status for verdict in report.verdicts for f in verdict.findings if f.code == code)


@pytest.mark.parametrize(("text", "code"), [case[:2] for case in STATEMENTS], ids=[case[2] for case in STATEMENTS])
def test_plain_safeguards_in_other_languages_are_found(text: str, code: str) -> None:
    assert status(text, code) is Status.SATISFIED


def test_a_ban_on_tacit_renewal_is_not_taken_for_renewal() -> None:
    assert status(GERMAN, "DUR-2", Tier.HIGH) is not Status.CONTRADICTED


@pytest.mark.parametrize(("text", "words"), [case[:2] for case in TAKEN], ids=[case[2] for case in TAKEN])
def test_a_clause_that_another_takes_away_is_not_satisfied(text: str, words: str) -> None:
    assert status(f"{text} / {words}", "SUS-1") is not Status.SATISFIED
