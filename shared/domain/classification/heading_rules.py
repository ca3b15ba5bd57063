"""The words of headings that announce a type."""

from shared.domain.clauses.types import ClauseType as T

HEADING_TERMS: tuple[tuple[T, int, str], ...] = (
    (T.DEFINITIONS, 5, r"definitions?|defined terms|interpretation|construction"),
    (T.SERVICES, 3, r"services?|scope of (?:work|services)|statements? of work|support|maintenance|deliverables"),
    (
        T.SERVICES,
        2,
        (
            r"(?:duties|obligations|responsibilities|covenants) (?:of|by)|.*obligations|engagement"
            r"|training"
        ),
    ),
    (
        T.PAYMENT_TERMS,
        4,
        (
            r"payments?(?: terms)?|fees?|invoic\w+|billing|compensation|consideration|prices?|pricing"
            r"|charges|expenses|reimbursements?|remuneration|late charges?"
        ),
    ),
    (
        T.PRICE_ADJUSTMENT,
        6,
        (
            r"price (?:adjustments?|increases?|changes?|review)"
            r"|(?:changes?|increases?) (?:in|to) (?:the )?(?:prices?|fees?)"
        ),
    ),
    (T.TAXES, 4, r"tax(?:es)?|withholding|duties and taxes"),
    (
        T.REVENUE_SHARING,
        5,
        (
            r"revenue.{0,12}shar\w+|profit.{0,12}shar\w+|royalt\w+|commissions?|residuals?"
            r"|advertising fees"
        ),
    ),
    (T.MINIMUM_COMMITMENT, 6, r"minimum\w*|.*(?:purchase|volume) (?:commitments?|requirements?)|.*quotas?|take.or.pay"),
    (T.DELIVERY, 4, r"deliver(?:y|ies)|shipp?ing|shipments?|risk of loss|title and risk|packaging"),
    (T.ACCEPTANCE, 4, r"acceptance(?: testing| tests?)?|inspection and acceptance|rejection"),
    (
        T.TERM,
        4,
        (
            r"term|duration|term of (?:the |this )?agreement|initial term|effective date|commencement"
            r"|period of agreement|period"
        ),
    ),
    (T.RENEWAL, 5, r"(?:automatic )?renewals?(?: terms?)?|extension(?: of term)?|non.renewal"),
    (
        T.TERMINATION,
        5,
        (
            r"terminations?|default(?:s|ed)?|events? of default|suspension|cancellation|breach(?:es)?"
            r"|rights to terminat\w+|cure"
        ),
    ),
    (
        T.TERMINATION_FOR_CONVENIENCE,
        8,
        r"terminat\w+ (?:for convenience|without cause|at will)|.*right to terminate without cause",
    ),
    (
        T.EFFECT_OF_TERMINATION,
        8,
        (
            r"(?:effects?|consequences?|obligations?|rights?|duties|procedures?)(?: \w+){0,6} (?:of|on"
            r"|upon|after|following)(?: \w+){0,3} (?:termination|expiration|expiry)"
            r"|post.terminat\w+(?: \w+)*|return of (?:materials|property|information|documents)"
            r"|termination (?:assistance|effects?)|upon termination|transition(?: services| assistance)?"
        ),
    ),
    (
        T.CONFIDENTIALITY,
        6,
        (
            r"confidential\w*|(?:non|un).?disclosure\w*|proprietary information|trade secrets?|secrecy"
            r"|(?:use|protection)(?: \w+){0,3} confidential information"
            r"|(?:permitted|required|compelled) disclosures?|(?:disclosures? )?required by law"
        ),
    ),
    (
        T.DATA_PROTECTION,
        6,
        (
            r"(?:data )?privacy|(?:protection of )?(?:personal )?data(?: protection)?"
            r"|data (?:processing|security|breach\w*)|gdpr"
            r"|(?:data |information )?security(?: incidents?(?: response)?| measures)?"
            r"|restricted transfers?|customer data|privacy.*|hipaa.*"
        ),
    ),
    (
        T.INTELLECTUAL_PROPERTY,
        6,
        (
            r"intellectual property\w*|ownership|proprietary (?:rights?|marks)|trade.?marks?|marks"
            r"|copyrights?|patents?|inventions?|title|work product|works? (?:made )?for hire"
            r"|reservation of rights|feedback|licensed marks"
        ),
    ),
    (
        T.LICENSE_GRANT,
        6,
        (
            r"licen[sc]es?|grants?|grant of .*|licen[sc]e grants?|licen[sc]e (?:by|to)"
            r"|(?:use )?restrictions? on use|access and use|sublicens\w+|restrictions"
        ),
    ),
    (T.SOURCE_CODE_ESCROW, 8, r"(?:source code )?escrow|source code"),
    (
        T.WARRANTY,
        6,
        (
            r"(?:limited |product |mutual )?warrant(?:y|ies)|representations?|disclaimers?|guarantees?"
            r"|warranty disclaimers?"
        ),
    ),
    (T.INDEMNITY, 7, r"indemni\w+|hold harmless|defen[sc]e of claims|infringement (?:claims|indemnity)"),
    (
        T.LIMITATION_OF_LIABILITY,
        8,
        (
            r"(?:limit\w*|limited|exclusions?|caps?|disclaimer)(?: (?:of|on|and"
            r"|exclusion))*(?: \w+){0,2} (?:liabilit\w+|damages|remed\w+)|liabilit(?:y|ies)"
            r"|consequential damages|damages waiver|waiver of (?:\w+ )?damages|limitations?"
        ),
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
        (
            r"audit\w*(?: rights)?|inspections?(?: rights?)?|books and records|records?"
            r"|accounting(?: and records)?|reports and audits?"
        ),
    ),
    (
        T.NON_COMPETE,
        7,
        (
            r"(?:non.?compet\w+|covenants? not to compete|competition|competing \w+"
            r"|restrictive covenants?|competitive \w+)"
        ),
    ),
    (T.NON_SOLICITATION, 8, r"(?:non|no).?solicit\w*|solicitation(?: of \w+)*|non.?interference|(?:non|no).?hire"),
    (T.NON_DISPARAGEMENT, 8, r"(?:non|no).?disparage\w*|disparagement"),
    (T.EXCLUSIVITY, 7, r"exclusiv\w+(?: (?:appointment|rights?|territory|dealing|supply))?|non.?exclusiv\w+|territory"),
    (T.MOST_FAVORED_NATION, 8, r"most favou?red (?:nation|customer|pricing)s?|price protection|best pric\w+"),
    (T.RIGHT_OF_FIRST_REFUSAL, 8, r"(?:rights? of )?first (?:refusal|offer|negotiation|option)|ro[fm][ron]"),
    (
        T.ASSIGNMENT,
        7,
        (
            r"(?:no |anti.?)?assign(?:ment|ability|s)?"
            r"|(?:transfer|assignment)(?: (?:and|or) (?:transfer|assignment|delegation))?"
            r"|transfer(?:ab\w+| of (?:interest|rights|agreement|franchise))?|successors(?: and assigns)?"
            r"|binding effect"
        ),
    ),
    (T.CHANGE_OF_CONTROL, 8, r"change (?:of|in) (?:control|ownership)|merger or sale"),
    (T.SUBCONTRACTING, 7, r"sub.?contract\w*|sub.?agents|sub.?processors?|delegation"),
    (
        T.FORCE_MAJEURE,
        9,
        (
            r"force majeure(?: \w+)*|acts? of god|excusable delays?|delays? beyond (?:\w+ )?control"
            r"|unforeseen events?"
        ),
    ),
    (
        T.GOVERNING_LAW,
        9,
        r"(?:governing|applicable|controlling) laws?|(?:choice|conflicts?) of laws?|laws? governing|laws?",
    ),
    (
        T.DISPUTE_RESOLUTION,
        7,
        (
            r"disputes?(?: resolution| settlement)?|arbitration|mediation|(?:exclusive )?jurisdiction"
            r"|venue|forum|litigation|settlement of (?:disputes|controversies)|waiver of jury trial"
            r"|equitable relief|injunctive relief|(?:\w+ and )?(?:exclusive )?remed(?:y|ies)|enforcement"
        ),
    ),
    (
        T.COMPLIANCE_WITH_LAWS,
        7,
        (
            r"compliance(?: with)?(?: \w+){0,3}|export(?: \w+)*|anti.?(?:corruption|bribery)"
            r"|legal compliance|permits|government\w*(?: \w+)*|regulatory(?: \w+)*"
        ),
    ),
    (
        T.PUBLICITY,
        6,
        (
            r"publicity|press releases?|(?:public )?announcements?|public relations|promotion\w*|marketing"
            r"|advertising"
        ),
    ),
    (
        T.INDEPENDENT_CONTRACTOR,
        8,
        (
            r"independent (?:contractors?|entities)"
            r"|(?:no )?(?:relationships?|agency|partnership|joint venture)(?: (?:of"
            r"|between)(?: the)? parties)?|no partnership|no control by .*|status of .*"
        ),
    ),
    (T.NOTICES, 7, r"notices?(?: to .*| and .*)?|communications"),
    (
        T.ENTIRE_AGREEMENT,
        8,
        (
            r"(?:entire|complete|whole|final) (?:agreement|understanding)|integration|merger"
            r"|order of precedence|precedence"
        ),
    ),
    (
        T.AMENDMENT,
        7,
        (
            r"amendments?|modifications?(?: of (?:the )?agreement)?|variations?|changes(?: in writing)?"
            r"|amendment and waiver"
        ),
    ),
    (T.SEVERABILITY, 8, r"severab\w+|severance|invalid\w*(?: provisions?)?|partial invalidity|enforceability"),
    (T.WAIVER, 7, r"(?:no |non.?)?waivers?|remedies cumulative|cumulative remedies"),
    (
        T.COVENANT_NOT_TO_SUE,
        9,
        (
            r"covenants? not to (?:sue|contest|challenge)|no (?:contest|challenge)|non.?assertion"
            r"|release(?: of claims)?"
        ),
    ),
    (T.THIRD_PARTY_BENEFICIARIES, 9, r"(?:no )?third.?part(?:y|ies)(?: beneficiar\w+| rights)"),
    (T.COUNTERPARTS, 7, r"(?:execution in )?counterparts?|(?:electronic )?signatures?"),
    (T.SURVIVAL, 7, r"survival(?: \w+)*|surviving (?:terms|provisions|obligations)"),
    (T.PARTIES, 5, r"parties|recitals?|background|preamble|witnesseth|whereas|introduction"),
    (
        T.OTHER,
        1,
        (
            r"miscellaneous(?: provisions)?|general(?: (?:provisions?|terms))?|other provisions"
            r"|standard terms|acknowledge?ments?"
        ),
    ),
)
"""(type, weight, words). The words stand for the whole heading, or for one part of "X and Y" in it."""

HEADING_WORDS: tuple[tuple[T, str], ...] = (
    (T.FORCE_MAJEURE, r"force majeure"),
    (T.GOVERNING_LAW, r"governing law|choice of law"),
    (T.LIMITATION_OF_LIABILITY, r"liabilit(?:y|ies)\b"),
    (T.COVENANT_NOT_TO_SUE, r"covenant not to sue"),
    (T.THIRD_PARTY_BENEFICIARIES, r"third.party beneficiar"),
    (T.RIGHT_OF_FIRST_REFUSAL, r"first (?:refusal|offer|negotiation)\b"),
    (T.CHANGE_OF_CONTROL, r"change (?:of|in) (?:control|ownership)|change in company"),
    (T.MOST_FAVORED_NATION, r"most favou?red"),
    (T.LIQUIDATED_DAMAGES, r"liquidated|penalt(?:y|ies)\b"),
    (T.SOURCE_CODE_ESCROW, r"source code|code escrow"),
    (T.NON_SOLICITATION, r"solicit"),
    (T.NON_COMPETE, r"(?:non.?)?compet(?:e|ing|ition)\b"),
    (T.EXCLUSIVITY, r"exclusivity|(?<!non.)exclusive (?!remed|jurisdiction)"),
    (T.EFFECT_OF_TERMINATION, r"(?:upon|after|following|post).(?:termination|expiration)"),
    (T.TERMINATION, r"terminat"),
    (T.RENEWAL, r"renew"),
    (T.INDEMNITY, r"indemni"),
    (T.INSURANCE, r"insurance"),
    (T.CONFIDENTIALITY, r"confidential|disclosure|trade secret"),
    (T.DATA_PROTECTION, r"personal data|privacy|data (?:protection|security)"),
    (T.AUDIT_RIGHTS, r"audit|inspection|records\b"),
    (T.WARRANTY, r"warrant(?:y|ies)\b|disclaimer"),
    (T.ASSIGNMENT, r"assign(?:ment|ability)\b"),
    (T.SUBCONTRACTING, r"subcontract|subprocessor"),
    (T.INTELLECTUAL_PROPERTY, r"intellectual property|proprietary|trade.?mark|copyright|patent|ownership"),
    (T.LICENSE_GRANT, r"licen[sc]"),
    (T.DISPUTE_RESOLUTION, r"dispute|arbitrat|mediat|jurisdiction"),
    (T.INDEPENDENT_CONTRACTOR, r"independent contractor|relationship of"),
    (T.COMPLIANCE_WITH_LAWS, r"compliance|export|anti.?(?:corruption|bribery)"),
    (T.PRICE_ADJUSTMENT, r"price (?:increase|adjust|change)"),
    (T.REVENUE_SHARING, r"royalt|commission|revenue shar|profit shar"),
    (T.MINIMUM_COMMITMENT, r"minimum"),
    (T.PAYMENT_TERMS, r"payment|invoic|\bfees?\b|pric(?:e|es|ing)\b|compensation|charges"),
    (T.TAXES, r"tax(?:es)?\b"),
    (T.DELIVERY, r"deliver|ship(?:ment|ping)"),
    (T.ACCEPTANCE, r"acceptance|rejection"),
    (T.AMENDMENT, r"amendment|modification"),
    (T.NOTICES, r"notices?\b"),
    (T.PUBLICITY, r"publicity|advertis|promotion"),
    (T.WAIVER, r"waiver"),
    (T.SURVIVAL, r"surviv"),
    (T.SEVERABILITY, r"severab"),
    (T.ENTIRE_AGREEMENT, r"entire agreement"),
    (T.DEFINITIONS, r"defin(?:ed|ition)"),
    (T.SERVICES, r"services?\b|support|training|maintenance"),
)
"""Words that tell anywhere in a heading when no rule above fits it as a whole; the surest types first."""
