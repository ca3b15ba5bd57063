"""A natural question for each category of CUAD, as a lawyer would put it who has not read the contract."""

from collections.abc import Mapping
from types import MappingProxyType

QUESTIONS: Mapping[str, str] = MappingProxyType(
    {
        "Document Name": "What is the name of the agreement?",
        "Parties": "Who are the parties to the agreement?",
        "Agreement Date": "What is the date of the agreement?",
        "Effective Date": "When does the agreement take effect?",
        "Expiration Date": "When does the initial term expire?",
        "Renewal Term": "Does the agreement renew automatically, and for how long?",
        "Notice Period To Terminate Renewal": "How much notice is needed to prevent the renewal?",
        "Governing Law": "Which law governs the agreement?",
        "Most Favored Nation": "Is there a most favored nation clause?",
        "Competitive Restriction Exception": "What are the exceptions to the non-compete or exclusivity?",
        "Non-Compete": "Is a party restricted from competing?",
        "Exclusivity": "Are exclusive rights granted?",
        "No-Solicit Of Customers": "May a party solicit the customers of the other party?",
        "No-Solicit Of Employees": "May a party solicit or hire the employees of the other party?",
        "Non-Disparagement": "Is a party prohibited from disparaging the other party?",
        "Termination For Convenience": "Can a party terminate the agreement for convenience, without cause?",
        "Rofr/Rofo/Rofn": "Is there a right of first refusal or first offer?",
        "Change Of Control": "What happens on a change of control?",
        "Anti-Assignment": "May the agreement be assigned without consent?",
        "Revenue/Profit Sharing": "Must a party share revenue or profit with the other party?",
        "Price Restrictions": "Are price increases restricted?",
        "Minimum Commitment": "Is there a minimum purchase commitment?",
        "Volume Restriction": "Is there a limit on the volume of use, or a fee for exceeding it?",
        "Ip Ownership Assignment": "Does intellectual property that is created belong to the other party?",
        "Joint Ip Ownership": "Is any intellectual property jointly owned?",
        "License Grant": "Is a license granted?",
        "Non-Transferable License": "Is the license non-transferable?",
        "Affiliate License-Licensor": "Does the license include intellectual property of the licensor's affiliates?",
        "Affiliate License-Licensee": "May affiliates of the licensee use the license?",
        "Unlimited/All-You-Can-Eat-License": "Is there an unlimited license for the whole enterprise?",
        "Irrevocable Or Perpetual License": "Is the license irrevocable or perpetual?",
        "Source Code Escrow": "Is source code deposited in escrow?",
        "Post-Termination Services": "What must the parties do after termination?",
        "Audit Rights": "Does a party have the right to audit books and records?",
        "Uncapped Liability": "For what is liability uncapped?",
        "Cap On Liability": "Is there a cap on liability?",
        "Liquidated Damages": "Are liquidated damages or a termination fee payable?",
        "Warranty Duration": "How long does the warranty last?",
        "Insurance": "What insurance must be maintained?",
        "Covenant Not To Sue": "May a party contest the validity of the other party's intellectual property?",
        "Third Party Beneficiary": "Are there third-party beneficiaries?",
    }
)
"""Category as CUAD's index spells it -> question. All but one were written before any answer was looked at."""
