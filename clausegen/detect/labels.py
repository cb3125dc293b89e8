"""What the two sides of a contract are called, when not by their names.

Source of the labels: party labels in public licence and supply agreements and tender forms, in the languages read.
"""

from __future__ import annotations

_SUPPLIERS = (
    "supplier licensor vendor provider company manufacturer contractor seller publisher developer integrator lessor "
    "maker grantor exporter producer consultant reseller undertaking "
    "lieferant lieferantin lizenzgeber lizenzgeberin anbieter anbieterin auftragnehmer auftragnehmerin hersteller "
    "herstellerin verkäufer verkäuferin fournisseur concédant prestataire vendeur fabricant titulaire éditeur "
    "proveedor proveedora licenciante vendedor vendedora fabricante contratista empresa suministrador"
)
_CUSTOMERS = (
    "customer licensee agency authority client buyer purchaser user ministry government state directorate department "
    "beneficiary recipient subscriber police service command bureau operator force constabulary city county "
    "municipality grantee prefecture navy gendarmerie lessee administration employer principal board office unit "
    "commission council secretariat entity "
    "kunde kundin lizenznehmer lizenznehmerin auftraggeber auftraggeberin käufer käuferin behörde besteller "
    "bestellerin ministerium polizei acheteur licencié ministère direction acquéreur bénéficiaire "
    "cliente licenciatario licenciataria comprador compradora ministerio dirección beneficiario contratante"
)
_PLAIN = (
    "supplier licensor vendor provider seller customer licensee buyer purchaser client lessor lessee "
    "lieferant lizenzgeber auftragnehmer kunde lizenznehmer auftraggeber fournisseur concédant prestataire licencié "
    "proveedor licenciante licenciatario cliente"
)
_COMMON_NOUNS = (
    "authority agency government state department service bureau user force city county office unit board commission "
    "council entity administration principal direction employer navy consultant undertaking maker reseller producer"
)
_AMBIGUOUS = (
    "service state user operator command recipient company force city county office unit board commission council "
    "entity administration principal direction employer navy undertaking"
)

SUPPLIERS = frozenset(_SUPPLIERS.split())
CUSTOMERS = frozenset(_CUSTOMERS.split())
# Labels by which nothing but a party goes.
PLAIN = frozenset(_PLAIN.split())
# Common nouns too ("a competent authority"): a party only when written with a capital.
COMMON_NOUNS = frozenset(_COMMON_NOUNS.split())
# Names of a product, a right or a function too: a party only when words introduce a body with it.
AMBIGUOUS = frozenset(_AMBIGUOUS.split())
# Contracts in plain words: the forms of "we" and "you". "US" is a country, "either of us" are both.
PRONOUNS = {"we": "we", "us": "we", "our": "we", "you": "you", "your": "you"}
PRONOUN = r"[Ww]e|(?<!ther of )(?<!each of )(?<!both of )(?<!between )us|[Oo]ur|[Yy]our?"
