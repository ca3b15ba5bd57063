"""Clauses of a contract and the one vocabulary of their types."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class ClauseType(StrEnum):
    """What a clause is about. The value is the wire name; `LABELS` in this package has the words people read."""

    DEFINITIONS = "definitions"
    SERVICES = "services"
    PAYMENT_TERMS = "payment_terms"
    PRICE_ADJUSTMENT = "price_adjustment"
    TAXES = "taxes"
    REVENUE_SHARING = "revenue_sharing"
    MINIMUM_COMMITMENT = "minimum_commitment"
    DELIVERY = "delivery"
    ACCEPTANCE = "acceptance"
    TERM = "term"
    RENEWAL = "renewal"
    TERMINATION = "termination"
    TERMINATION_FOR_CONVENIENCE = "termination_for_convenience"
    EFFECT_OF_TERMINATION = "effect_of_termination"
    CONFIDENTIALITY = "confidentiality"
    DATA_PROTECTION = "data_protection"
    INTELLECTUAL_PROPERTY = "intellectual_property"
    LICENSE_GRANT = "license_grant"
    SOURCE_CODE_ESCROW = "source_code_escrow"
    WARRANTY = "warranty"
    INDEMNITY = "indemnity"
    LIMITATION_OF_LIABILITY = "limitation_of_liability"
    LIQUIDATED_DAMAGES = "liquidated_damages"
    INSURANCE = "insurance"
    AUDIT_RIGHTS = "audit_rights"
    NON_COMPETE = "non_compete"
    NON_SOLICITATION = "non_solicitation"
    NON_DISPARAGEMENT = "non_disparagement"
    EXCLUSIVITY = "exclusivity"
    MOST_FAVORED_NATION = "most_favored_nation"
    RIGHT_OF_FIRST_REFUSAL = "right_of_first_refusal"
    ASSIGNMENT = "assignment"
    CHANGE_OF_CONTROL = "change_of_control"
    SUBCONTRACTING = "subcontracting"
    FORCE_MAJEURE = "force_majeure"
    GOVERNING_LAW = "governing_law"
    DISPUTE_RESOLUTION = "dispute_resolution"
    COMPLIANCE_WITH_LAWS = "compliance_with_laws"
    PUBLICITY = "publicity"
    INDEPENDENT_CONTRACTOR = "independent_contractor"
    NOTICES = "notices"
    ENTIRE_AGREEMENT = "entire_agreement"
    AMENDMENT = "amendment"
    SEVERABILITY = "severability"
    WAIVER = "waiver"
    COVENANT_NOT_TO_SUE = "covenant_not_to_sue"
    THIRD_PARTY_BENEFICIARIES = "third_party_beneficiaries"
    COUNTERPARTS = "counterparts"
    SURVIVAL = "survival"
    PARTIES = "parties"
    OTHER = "other"


class Clause(BaseModel):
    """A clause as it stands in a contract's text.

    The clauses of a contract are in reading order and do not overlap. `text` is exactly
    `contract_text[start:end]`, heading included. A lettered sub-clause with a heading of its own is a clause
    of its own, with `parent_id` naming the clause it stands in; one without stays in its parent's text.
    """

    model_config = ConfigDict(frozen=True)

    clause_id: str = Field(description="Unique within the contract, in reading order: c001, c002, ...")
    clause_type: ClauseType
    number: str = Field(
        default="", description="As printed: 7, 7.2, (a), ARTICLE IV; empty when there is none."
    )
    heading: str = Field(default="", description="Without its number; empty when the clause has none.")
    text: str
    start: int = Field(ge=0, description="Character offset into the contract's text, inclusive.")
    end: int = Field(ge=0, description="Character offset into the contract's text, exclusive.")
    level: int = Field(default=1, ge=1, description="1 for a top-level clause.")
    parent_id: str | None = None
