"""The words people use for clause types, and the way back from those words to the type."""

import re
from types import MappingProxyType

from shared.domain.clauses.types import ClauseType

_SPECIAL_LABELS = {
    ClauseType.PRICE_ADJUSTMENT: "Price Adjustment",
    ClauseType.TERM: "Term and Duration",
    ClauseType.TERMINATION_FOR_CONVENIENCE: "Termination for Convenience",
    ClauseType.EFFECT_OF_TERMINATION: "Effect of Termination",
    ClauseType.LIMITATION_OF_LIABILITY: "Limitation of Liability",
    ClauseType.NON_COMPETE: "Non-Compete",
    ClauseType.NON_SOLICITATION: "Non-Solicitation",
    ClauseType.NON_DISPARAGEMENT: "Non-Disparagement",
    ClauseType.RIGHT_OF_FIRST_REFUSAL: "Right of First Refusal",
    ClauseType.CHANGE_OF_CONTROL: "Change of Control",
    ClauseType.COMPLIANCE_WITH_LAWS: "Compliance with Laws",
    ClauseType.COVENANT_NOT_TO_SUE: "Covenant Not to Sue",
    ClauseType.THIRD_PARTY_BENEFICIARIES: "Third-Party Beneficiaries",
    ClauseType.LICENSE_GRANT: "License Grant",
}

LABELS: MappingProxyType[ClauseType, str] = MappingProxyType(
    {kind: _SPECIAL_LABELS.get(kind, kind.value.replace("_", " ").title()) for kind in ClauseType}
)
"""What a person reads for each type: `Payment Terms`, `Limitation of Liability`."""

SYNONYMS: MappingProxyType[ClauseType, tuple[str, ...]] = MappingProxyType(
    {
        ClauseType.DEFINITIONS: ("interpretation", "defined terms"),
        ClauseType.SERVICES: ("scope of work", "scope of services", "statement of work"),
        ClauseType.PAYMENT_TERMS: ("payment", "payments", "fees", "invoicing", "compensation", "price"),
        ClauseType.PRICE_ADJUSTMENT: ("price increase", "price changes", "price restrictions"),
        ClauseType.TAXES: ("tax",),
        ClauseType.REVENUE_SHARING: (
            "revenue share",
            "profit sharing",
            "revenue/profit sharing",
            "royalties",
        ),
        ClauseType.MINIMUM_COMMITMENT: ("minimum purchase", "minimum order", "volume commitment"),
        ClauseType.DELIVERY: ("shipping", "shipment", "title and risk of loss"),
        ClauseType.ACCEPTANCE: ("acceptance testing", "inspection"),
        ClauseType.TERM: ("term", "duration", "contract term", "initial term"),
        ClauseType.RENEWAL: ("renewal term", "auto renewal", "automatic renewal"),
        ClauseType.TERMINATION: ("termination for cause", "default", "termination rights"),
        ClauseType.TERMINATION_FOR_CONVENIENCE: ("convenience termination",),
        ClauseType.EFFECT_OF_TERMINATION: (
            "consequences of termination",
            "post-termination services",
            "obligations on termination",
        ),
        ClauseType.CONFIDENTIALITY: ("confidential information", "non-disclosure", "nda", "secrecy"),
        ClauseType.DATA_PROTECTION: ("privacy", "data privacy", "data security", "gdpr", "personal data"),
        ClauseType.INTELLECTUAL_PROPERTY: ("ip", "ip ownership", "ownership", "intellectual property rights"),
        ClauseType.LICENSE_GRANT: ("license", "licence", "grant of rights", "grant of license"),
        ClauseType.SOURCE_CODE_ESCROW: ("escrow", "source code"),
        ClauseType.WARRANTY: ("warranties", "representations and warranties", "warranty duration"),
        ClauseType.INDEMNITY: ("indemnification", "indemnities", "indemnify", "hold harmless"),
        ClauseType.LIMITATION_OF_LIABILITY: (
            "liability",
            "liability cap",
            "cap on liability",
            "limitation on liability",
            "limitations of liability",
            "limited liability",
            "uncapped liability",
        ),
        ClauseType.LIQUIDATED_DAMAGES: ("penalty", "penalties", "service credits"),
        ClauseType.INSURANCE: ("insurance coverage",),
        ClauseType.AUDIT_RIGHTS: ("audit", "audits", "records and audit", "books and records"),
        ClauseType.NON_COMPETE: ("non-competition", "noncompetition", "covenant not to compete"),
        ClauseType.NON_SOLICITATION: ("non-solicit", "no solicitation", "no-solicit", "nonsolicitation"),
        ClauseType.NON_DISPARAGEMENT: ("disparagement",),
        ClauseType.EXCLUSIVITY: ("exclusive", "exclusive rights", "exclusive dealing"),
        ClauseType.MOST_FAVORED_NATION: ("mfn", "most favoured nation", "most favored customer"),
        ClauseType.RIGHT_OF_FIRST_REFUSAL: ("rofr", "rofo", "rofn", "right of first offer"),
        ClauseType.ASSIGNMENT: ("anti-assignment", "transfer", "assignability", "no assignment"),
        ClauseType.CHANGE_OF_CONTROL: ("change in control",),
        ClauseType.SUBCONTRACTING: ("subcontractors", "sub-contracting", "subprocessors"),
        ClauseType.FORCE_MAJEURE: ("act of god", "acts of god", "excusable delay"),
        ClauseType.GOVERNING_LAW: ("choice of law", "applicable law", "law and jurisdiction"),
        ClauseType.DISPUTE_RESOLUTION: ("arbitration", "mediation", "jurisdiction", "disputes", "venue"),
        ClauseType.COMPLIANCE_WITH_LAWS: ("compliance", "export control", "anti-corruption"),
        ClauseType.PUBLICITY: ("press releases", "publicity and announcements", "announcements"),
        ClauseType.INDEPENDENT_CONTRACTOR: ("relationship of the parties", "independent contractors"),
        ClauseType.NOTICES: ("notice",),
        ClauseType.ENTIRE_AGREEMENT: ("integration", "merger clause", "complete agreement"),
        ClauseType.AMENDMENT: ("amendments", "modification", "modifications", "variation"),
        ClauseType.SEVERABILITY: ("severance", "invalidity"),
        ClauseType.WAIVER: ("waivers", "no waiver"),
        ClauseType.COVENANT_NOT_TO_SUE: ("no contest", "no challenge"),
        ClauseType.THIRD_PARTY_BENEFICIARIES: ("third party beneficiary", "no third party beneficiaries"),
        ClauseType.COUNTERPARTS: ("counterpart", "execution in counterparts"),
        ClauseType.SURVIVAL: ("survival of terms",),
        ClauseType.PARTIES: ("preamble", "recitals", "background"),
        ClauseType.OTHER: ("miscellaneous", "general"),
    }
)
"""Other names under which people ask for a type, lower case."""

_NOT_WORD = re.compile(r"[^a-z0-9]+")


def _normal(name: str) -> str:
    words = _NOT_WORD.sub(" ", name.casefold().replace("&", " and ")).split()
    if words and words[-1] in {"clause", "clauses", "provision", "provisions"}:
        words.pop()
    return " ".join(words)


def _by_name() -> dict[str, ClauseType]:
    names: dict[str, ClauseType] = {}
    for kind in ClauseType:
        for name in (kind.value, LABELS[kind], *SYNONYMS.get(kind, ())):
            names.setdefault(_normal(name), kind)
    return names


_NAMES = _by_name()


def parse_clause_type(name: str) -> ClauseType | None:
    """The type a person means by its wire name, its label or a common synonym, in any case or punctuation.

    Returns:
        None when the words name no type of clause.
    """
    return _NAMES.get(_normal(name))
