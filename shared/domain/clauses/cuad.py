"""The categories of CUAD (The Atticus Project, CC BY 4.0) that speak of the same subject as a clause type.

Categories with no type of ours (Document Name, Agreement Date, Effective Date, Volume Restriction) are left out.
"""

from types import MappingProxyType

from shared.domain.clauses.types import ClauseType

CUAD_CATEGORIES: MappingProxyType[str, ClauseType] = MappingProxyType(
    {
        "Parties": ClauseType.PARTIES,
        "Expiration Date": ClauseType.TERM,
        "Renewal Term": ClauseType.RENEWAL,
        "Notice Period To Terminate Renewal": ClauseType.RENEWAL,
        "Governing Law": ClauseType.GOVERNING_LAW,
        "Most Favored Nation": ClauseType.MOST_FAVORED_NATION,
        "Non-Compete": ClauseType.NON_COMPETE,
        "Competitive Restriction Exception": ClauseType.NON_COMPETE,
        "Exclusivity": ClauseType.EXCLUSIVITY,
        "No-Solicit Of Customers": ClauseType.NON_SOLICITATION,
        "No-Solicit Of Employees": ClauseType.NON_SOLICITATION,
        "Non-Disparagement": ClauseType.NON_DISPARAGEMENT,
        "Termination For Convenience": ClauseType.TERMINATION_FOR_CONVENIENCE,
        "Rofr/Rofo/Rofn": ClauseType.RIGHT_OF_FIRST_REFUSAL,
        "Change Of Control": ClauseType.CHANGE_OF_CONTROL,
        "Anti-Assignment": ClauseType.ASSIGNMENT,
        "Revenue/Profit Sharing": ClauseType.REVENUE_SHARING,
        "Price Restrictions": ClauseType.PRICE_ADJUSTMENT,
        "Minimum Commitment": ClauseType.MINIMUM_COMMITMENT,
        "Ip Ownership Assignment": ClauseType.INTELLECTUAL_PROPERTY,
        "Joint Ip Ownership": ClauseType.INTELLECTUAL_PROPERTY,
        "License Grant": ClauseType.LICENSE_GRANT,
        "Non-Transferable License": ClauseType.LICENSE_GRANT,
        "Affiliate License-Licensor": ClauseType.LICENSE_GRANT,
        "Affiliate License-Licensee": ClauseType.LICENSE_GRANT,
        "Irrevocable Or Perpetual License": ClauseType.LICENSE_GRANT,
        "Unlimited/All-You-Can-Eat-License": ClauseType.LICENSE_GRANT,
        "Source Code Escrow": ClauseType.SOURCE_CODE_ESCROW,
        "Post-Termination Services": ClauseType.EFFECT_OF_TERMINATION,
        "Audit Rights": ClauseType.AUDIT_RIGHTS,
        "Uncapped Liability": ClauseType.LIMITATION_OF_LIABILITY,
        "Cap On Liability": ClauseType.LIMITATION_OF_LIABILITY,
        "Liquidated Damages": ClauseType.LIQUIDATED_DAMAGES,
        "Warranty Duration": ClauseType.WARRANTY,
        "Insurance": ClauseType.INSURANCE,
        "Covenant Not To Sue": ClauseType.COVENANT_NOT_TO_SUE,
        "Third Party Beneficiary": ClauseType.THIRD_PARTY_BENEFICIARIES,
    }
)
"""Category as CUAD's index spells it -> clause type."""

NARROWER: frozenset[ClauseType] = frozenset(
    {
        ClauseType.PARTIES,
        ClauseType.TERM,
        ClauseType.INTELLECTUAL_PROPERTY,
        ClauseType.PRICE_ADJUSTMENT,
        ClauseType.EFFECT_OF_TERMINATION,
        ClauseType.WARRANTY,
        ClauseType.THIRD_PARTY_BENEFICIARIES,
    }
)
"""Types whose CUAD categories mark only a special case of them.

CUAD marks how long a warranty lasts, not every warranty; a transfer of intellectual property, not every
sentence on who owns it; a third party who is a beneficiary, not the usual clause that there is none. Finding
such a category can be measured by recall; precision would count right clauses as wrong.
"""
