"""The type a clause's heading announces."""

import re
from functools import lru_cache

from shared.domain.clauses.types import ClauseType as T

_HEADING_TERMS: tuple[tuple[T, int, str], ...] = (
    (T.DEFINITIONS, 5, r"definitions?|defined terms|interpretation|construction"),
    (T.SERVICES, 3, r"services?|scope of (?:work|services)|statements? of work|support|maintenance|deliverables"),
    (T.SERVICES, 2, r"(?:duties|obligations|responsibilities|covenants) (?:of|by)|.*obligations|engagement|training"),
    (
        T.PAYMENT_TERMS,
        4,
        r"payments?(?: terms)?|fees?|invoic\w+|billing|compensation|consideration|prices?|pricing"
        r"|charges|expenses|reimbursements?|remuneration|late charges?",
    ),
    (
        T.PRICE_ADJUSTMENT,
        6,
        r"price (?:adjustments?|increases?|changes?|review)|(?:changes?|increases?) (?:in|to) (?:the )?(?:prices?|fees?)",
    ),
    (T.TAXES, 4, r"tax(?:es)?|withholding|duties and taxes"),
    (
        T.REVENUE_SHARING,
        5,
        r"revenue.{0,12}shar\w+|profit.{0,12}shar\w+|royalt\w+|commissions?|residuals?|advertising fees",
    ),
    (T.MINIMUM_COMMITMENT, 6, r"minimum\w*|.*(?:purchase|volume) (?:commitments?|requirements?)|.*quotas?|take.or.pay"),
    (T.DELIVERY, 4, r"deliver(?:y|ies)|shipp?ing|shipments?|risk of loss|title and risk|packaging"),
    (T.ACCEPTANCE, 4, r"acceptance(?: testing| tests?)?|inspection and acceptance|rejection"),
    (
        T.TERM,
        4,
        r"term|duration|term of (?:the |this )?agreement|initial term|effective date|commencement|period of agreement",
    ),
    (T.RENEWAL, 5, r"(?:automatic )?renewals?(?: terms?)?|extension(?: of term)?|non.renewal"),
    (
        T.TERMINATION,
        5,
        r"terminations?|default(?:s|ed)?|events? of default|suspension|cancellation|breach(?:es)?|rights to terminat\w+|cure",
    ),
    (
        T.TERMINATION_FOR_CONVENIENCE,
        8,
        r"terminat\w+ (?:for convenience|without cause|at will)|.*right to terminate without cause",
    ),
    (
        T.EFFECT_OF_TERMINATION,
        8,
        r"(?:effects?|consequences?|obligations?|rights?|duties|procedures?)(?: \w+){0,6} (?:of|on|upon|after|following)"
        r"(?: \w+){0,3} (?:termination|expiration|expiry)|post.terminat\w+(?: \w+)*|return of (?:materials|property|information)"
        r"|termination (?:assistance|effects?)|upon termination|transition(?: services| assistance)?",
    ),
    (
        T.CONFIDENTIALITY,
        6,
        r"confidential\w*|(?:non|un).?disclosure\w*|proprietary information|trade secrets?|secrecy"
        r"|(?:use|protection)(?: \w+){0,3} confidential information|(?:permitted|required|compelled) disclosures?",
    ),
    (
        T.DATA_PROTECTION,
        6,
        r"(?:data )?(?:privacy|protection)(?: of (?:personal )?data)?|data (?:processing|security|protection|breach\w*)|personal data|gdpr"
        r"|security(?: incidents?| measures)?|restricted transfers?|customer data|privacy.*|hipaa.*",
    ),
    (
        T.INTELLECTUAL_PROPERTY,
        6,
        r"intellectual property\w*|ownership|proprietary (?:rights?|marks)|trade.?marks?|marks|copyrights?|patents?|inventions?"
        r"|title|work product|works? (?:made )?for hire|reservation of rights|feedback|licensed marks",
    ),
    (
        T.LICENSE_GRANT,
        6,
        r"licen[sc]es?|grants?|grant of .*|licen[sc]e grants?|licen[sc]e (?:by|to)|(?:use )?restrictions? on use|access and use"
        r"|sublicens\w+|restrictions",
    ),
    (T.SOURCE_CODE_ESCROW, 8, r"(?:source code )?escrow|source code"),
    (
        T.WARRANTY,
        6,
        r"(?:limited |product |mutual )?warrant(?:y|ies)|representations?|disclaimers?|guarantees?|warranty disclaimers?",
    ),
    (T.INDEMNITY, 7, r"indemni\w+|hold harmless|defen[sc]e of claims|infringement (?:claims|indemnity)"),
    (
        T.LIMITATION_OF_LIABILITY,
        8,
        r"(?:limit\w*|limited|exclusions?|caps?|disclaimer)(?: (?:of|on|and|exclusion))*(?: \w+){0,2} (?:liabilit\w+|damages|remed\w+)|liabilit(?:y|ies)"
        r"|consequential damages|limitations?",
    ),
    (
        T.LIQUIDATED_DAMAGES,
        8,
        r"liquidated damages|penalt(?:y|ies)|service credits?|early termination (?:fee|charge)s?",
    ),
    (T.INSURANCE, 7, r"insurance(?: \w+)*"),
    (
        T.AUDIT_RIGHTS,
        7,
        r"audit\w*(?: rights)?|inspections?(?: rights?)?|books and records|records?|accounting(?: and records)?|reports and audits?",
    ),
    (
        T.NON_COMPETE,
        7,
        r"(?:non.?compet\w+|covenants? not to compete|competition|competing \w+|restrictive covenants?|competitive \w+)",
    ),
    (T.NON_SOLICITATION, 8, r"(?:non|no).?solicit\w*|solicitation(?: of \w+)*|non.?interference|(?:non|no).?hire"),
    (T.NON_DISPARAGEMENT, 8, r"(?:non|no).?disparage\w*|disparagement"),
    (T.EXCLUSIVITY, 7, r"exclusiv\w+(?: (?:appointment|rights?|territory|dealing|supply))?|non.?exclusiv\w+|territory"),
    (T.MOST_FAVORED_NATION, 8, r"most favou?red (?:nation|customer|pricing)s?|price protection|best pric\w+"),
    (T.RIGHT_OF_FIRST_REFUSAL, 8, r"(?:rights? of )?first (?:refusal|offer|negotiation|option)|ro[fm][ron]"),
    (
        T.ASSIGNMENT,
        7,
        r"(?:no |anti.?)?assign(?:ment|ability|s)?|(?:transfer|assignment)(?: (?:and|or) (?:transfer|assignment|delegation))?"
        r"|transfer(?:ab\w+| of (?:interest|rights|agreement|franchise))?|successors(?: and assigns)?|binding effect",
    ),
    (T.CHANGE_OF_CONTROL, 8, r"change (?:of|in) (?:control|ownership)|merger or sale"),
    (T.SUBCONTRACTING, 7, r"sub.?contract\w*|sub.?agents|sub.?processors?|delegation"),
    (
        T.FORCE_MAJEURE,
        9,
        r"force majeure(?: \w+)*|acts? of god|excusable delays?|delays? beyond (?:\w+ )?control|unforeseen events?",
    ),
    (
        T.GOVERNING_LAW,
        9,
        r"(?:governing|applicable|controlling) laws?|(?:choice|conflicts?) of laws?|law|laws governing",
    ),
    (
        T.DISPUTE_RESOLUTION,
        7,
        r"disputes?(?: resolution| settlement)?|arbitration|mediation|(?:exclusive )?jurisdiction|venue|forum"
        r"|litigation|settlement of (?:disputes|controversies)|waiver of jury trial|equitable relief|injunctive relief|remedies|enforcement",
    ),
    (
        T.COMPLIANCE_WITH_LAWS,
        7,
        r"compliance(?: with)?(?: \w+){0,3}|export(?: \w+)*|anti.?(?:corruption|bribery)|legal compliance|permits|government\w*(?: \w+)*"
        r"|regulatory(?: \w+)*",
    ),
    (
        T.PUBLICITY,
        6,
        r"publicity|press releases?|(?:public )?announcements?|public relations|promotion\w*|marketing|advertising",
    ),
    (
        T.INDEPENDENT_CONTRACTOR,
        8,
        r"independent (?:contractors?|entities)|(?:no )?(?:relationships?|agency|partnership|joint venture)(?: (?:of|between)(?: the)? parties)?|no partnership"
        r"|no control by .*|status of .*",
    ),
    (T.NOTICES, 7, r"notices?(?: to .*| and .*)?|communications"),
    (
        T.ENTIRE_AGREEMENT,
        8,
        r"(?:entire|complete|whole|final) (?:agreement|understanding)|integration|merger|order of precedence|precedence",
    ),
    (
        T.AMENDMENT,
        7,
        r"amendments?|modifications?(?: of (?:the )?agreement)?|variations?|changes(?: in writing)?|amendment and waiver",
    ),
    (T.SEVERABILITY, 8, r"severab\w+|severance|invalid\w*(?: provisions?)?|partial invalidity|enforceability"),
    (T.WAIVER, 7, r"(?:no |non.?)?waivers?|remedies cumulative|cumulative remedies"),
    (
        T.COVENANT_NOT_TO_SUE,
        9,
        r"covenants? not to (?:sue|contest|challenge)|no (?:contest|challenge)|non.?assertion|release(?: of claims)?",
    ),
    (T.THIRD_PARTY_BENEFICIARIES, 9, r"(?:no )?third.?part(?:y|ies)(?: beneficiar\w+| rights)"),
    (T.COUNTERPARTS, 7, r"(?:execution in )?counterparts?|electronic signatures?"),
    (T.SURVIVAL, 7, r"survival(?: \w+)*|surviving (?:terms|provisions|obligations)"),
    (T.PARTIES, 5, r"parties|recitals?|background|preamble|witnesseth|whereas|introduction"),
    (
        T.OTHER,
        1,
        r"miscellaneous(?: provisions)?|general(?: (?:provisions?|terms))?|other provisions|standard terms|acknowledge?ments?",
    ),
)
"""(type, weight, words). The words stand for the whole heading, or for one part of "X and Y" in it."""

_RULES = tuple((kind, weight, re.compile(rf"(?:{words})")) for kind, weight, words in _HEADING_TERMS)
_PARTS = re.compile(r"\s*(?:[,;/&:–—]|\band\b|\bor\b|\s-\s)\s*")
_NOISE = re.compile(
    r"^(?:the|a|an|certain|general|mutual|additional|other|our|your|payment of|no other)\s+|['’]s?\b|[\"“”()\[\].]"
)
_PART_MATCH = 2
_WORD_MATCH = 1
_SEARCH_RULES = tuple((kind, weight, re.compile(rf"\b(?:{words})(?=$|\W)")) for kind, weight, words in _HEADING_TERMS)
_MAX_CHARS = 120


@lru_cache(maxsize=4096)
def types_of_heading(heading: str) -> tuple[T, ...]:
    """The types a heading announces, the surest first: "Term and Termination" announces two."""
    words = " ".join(_NOISE.sub(" ", " ".join(heading.casefold().split()[:16])).split())[:_MAX_CHARS]
    if not words:
        return ()
    parts = [words, *(part for part in _PARTS.split(words) if part and part != words)]
    scores: dict[T, tuple[int, int]] = {}
    for kind, weight, rule in _RULES:
        best = max((_PART_MATCH for part in parts if rule.fullmatch(part)), default=0)
        if best:
            scores[kind] = max(scores.get(kind, (0, 0)), (best, weight))
    if not scores:
        scores = {k: (_WORD_MATCH, w) for k, w, rule in _SEARCH_RULES if rule.search(words)}
    return tuple(sorted(scores, key=lambda kind: scores[kind], reverse=True))


def type_of_heading(heading: str) -> T | None:
    """The type a heading announces first, None when its words are no clause's usual name."""
    found = types_of_heading(heading)
    return found[0] if found else None
