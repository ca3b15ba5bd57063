"""Terms of the clauses on what is done, given and paid, and for how long. See `text_rules`."""

from shared.domain.clauses.types import ClauseType as T

MAY = r"\b(?:may|can|right to|entitled to|option to|elect to|terminable|terminated by)\b"
FAULT = r"[^.]{0,120}\b(?:breach|default|fails?|failure|cured?|insolven|bankrupt)"

TRADE_TERMS: dict[T, tuple[tuple[int, str], ...]] = {
    T.DEFINITIONS: (
        (3, r"(?:following|capitalized) terms[^.]{0,60}(?:meaning|defined|definition)"),
        (2, r"(?:shall have|has|have) the (?:following )?meanings?"),
        (1, r"\x22 (?:means|shall mean)"),
    ),
    T.PAYMENT_TERMS: (
        (3, r"\b(?:pay|paid|payable|payment|remit)[^.]{0,80}within [^.]{0,30}days"),
        (3, r"\bpayment terms\b"),
        (2, r"\binvoices?\b"),
        (2, r"(?:shall|will|agrees? to) pay\b"),
        (1, r"\bfees?\b"),
    ),
    T.PRICE_ADJUSTMENT: (
        (3, r"\b(?:raise|increase|vary)\b[^.]{0,30}\b(?:prices?|fees|charges?|rates?)\b"),
        (
            3,
            (
                r"(?:prices?|fees?|rates?)[^.]{0,60}(?:increase[ds]?|adjust(?:ed|ment)?)[^.]{0,60}(?:exceed"
                r"|percent|%|annual|per year|consumer price)"
            ),
        ),
        (
            3,
            (
                r"(?:increase|adjust|change)[^.]{0,40}(?:the |its )?(?:prices|rates|fees)\b[^.]{0,60}"
                r"(?:notice|percent|%)"
            ),
        ),
    ),
    T.TAXES: ((3, r"\b(?:sales|use|value.added|withholding|excise)[^.]{0,30}\btax(?:es)?\b"),),
    T.REVENUE_SHARING: (
        (
            3,
            (
                r"(?:percent|%|percentage|share|portion)[^.]{0,50}of[^.]{0,50}(?:gross|net|total"
                r"|all)? ?(?:revenues?|profits?|sales|receipts|proceeds)\b"
            ),
        ),
        (3, r"\b(?:revenue|profit)[- ](?:share|sharing)\b"),
        (3, r"\bpay[^.]{0,60}\b(?:royalt(?:y|ies)|commissions?)\b"),
    ),
    T.MINIMUM_COMMITMENT: (
        (
            3,
            (
                r"\bminimum\b[^.]{0,40}\b(?:purchase|order|quantit|volume|commitment|guarantee|sales|revenue"
                r"|royalt|payment)"
            ),
        ),
        (
            3,
            (
                r"\b(?:purchase|order|buy|sell|spend)\b[^.]{0,40}(?:at least|no(?:t)? (?:less|fewer) than"
                r"|a minimum of)"
            ),
        ),
        (
            3,
            (
                r"\b(?:shall|will|must|agrees? to)\b(?![^.]{0,80}insurance)[^.]{0,120}"
                r"\ba minimum of (?:\w+ ){0,3}[(\[\d]"
            ),
        ),
        (3, r"\bsells? less than\b|\bannual (?:milestone|minimum|quota)"),
    ),
    T.DELIVERY: (
        (3, r"\b(?:f\.o\.b|fob|ex works|cif|ddp|incoterms)\b"),
        (3, r"\brisk of loss\b"),
        (2, r"\bdeliver(?:y|ed)? (?:the )?(?:products?|goods|software)"),
    ),
    T.ACCEPTANCE: (
        (3, r"\bacceptance (?:test|criteria|period|procedure)"),
        (3, r"\bdeemed (?:to have been |to have )?accepted\b"),
    ),
    T.TERM: (
        (
            3,
            r"\b(?:agreement|terms|contract)\b[^.]{0,30}\b(?:runs?|lasts?|starts?)\b[^.]{0,60}\b(?:months?|years?|until|when)\b",
        ),
        (
            3,
            (
                r"(?<!during )(?<!throughout )(?<!for )(?<!of )\bthe (?:initial )?term (?:of this (?:\w+ )?agr"
                r"eement|hereof)[^.]{0,30}\b(?:shall|will|is|commences?|begins?)\b"
            ),
        ),
        (
            3,
            (
                r"\bagreement (?:shall|will|is)[^.]{0,60}(?:continue|remain|effective|commence|in effect"
                r"|in force|for a (?:term|period))[^.]{0,80}(?:years?|months?|until|term|period)"
            ),
        ),
        (3, r"\b(?:initial|original) term\b[^.]{0,60}(?:year|month|commenc|day|shall be|period)"),
        (3, r"\bterm (?:shall|will) (?:be|commence|begin|continue|extend)"),
        (3, r"\bterm: [^.]{0,40}\b(?:years?|months?)\b"),
    ),
    T.RENEWAL: (
        (3, r"\b(?:automatically|successive|successively)\b[^.]{0,40}\b(?:renew|extend)"),
        (
            3,
            (
                r"\b(?:renew(?:ed|al|s)?|extend(?:ed)?)\b[^.]{0,60}\b(?:successive|additional|further"
                r"|consecutive)\b[^.]{0,30}\b(?:terms?|periods?|years?)"
            ),
        ),
        (3, r"\b(?:option|right|opportunity) (?:to renew|of renewal)"),
        (3, r"\brenewal terms?\b"),
        (3, r"\brenew (?:the |this )(?:agreement|franchise|license|term)"),
    ),
    T.TERMINATION: (
        (3, r"\b(?:may|right to|entitled to|option to) (?:immediately )?terminate\b"),
        (3, r"\bterminat\w+[^.]{0,80}\b(?:breach|default|insolven|bankrupt)"),
        (2, r"\b(?:breach|default)[^.]{0,80}\bterminat"),
    ),
    T.TERMINATION_FOR_CONVENIENCE: (
        (
            3,
            MAY
            + (
                r"[^.]{0,60}\bterminat\w+[^.]{0,100}\b(?:for any (?:or no )?reason|without (?:any )?cause"
                r"|for no reason|for (?:its |their )?convenience|with or without (?:cause|reason)"
                r"|without (?:giving )?(?:any )?reason|at will)"
            ),
        ),
        (
            3,
            r"\b(?:for any reason|without cause|for convenience|at any time)\b[^.]{0,40}"
            + MAY
            + r"[^.]{0,20}\bterminat",
        ),
        (3, MAY + r"[^.]{0,30}\bterminat\w+[^.]{0,60}\bat any time\b(?!" + FAULT + r")"),
        (
            3,
            MAY
            + (
                r"[^.]{0,30}\bterminat\w+(?: \w+){1,12}?[^.]{0,30}\b(?:days|months)'? (?:prior "
                r"|advance )?(?:written )?notice\b(?!"
            )
            + FAULT
            + r")",
        ),
    ),
    T.EFFECT_OF_TERMINATION: (
        (
            3,
            (
                r"\b(?:upon|on|after|following|in the event of)[^.]{0,30}\b(?:termination|expiration"
                r"|expiry)\b[^.]{0,80}\b(?:shall|will|agrees?|must)\b[^.]{0,60}\b(?:return|cease|destroy"
                r"|discontinue|pay|deliver|immediately|promptly|continue)"
            ),
        ),
    ),
    T.CONFIDENTIALITY: (
        (3, r"\bconfidential information\b[^.]{0,120}\b(?:not|protect|confidence|disclos)"),
        (3, r"\b(?:maintain|hold|keep|treat)[^.]{0,60}\b(?:confidential|confidence|secret)"),
        (3, r"\bnot (?:to )?disclose\b"),
        (
            3,
            (
                r"\b(?:publicly (?:available|known)|public domain)\b[^.]{0,400}\b(?:independently developed"
                r"|third party)\b"
            ),
        ),
    ),
    T.DATA_PROTECTION: (
        (3, r"\bpersonal (?:data|information)\b"),
        (3, r"\b(?:data protection|privacy) (?:laws?|polic|regulation|act)"),
    ),
    T.INTELLECTUAL_PROPERTY: (
        (3, r"\bright,? title,? and interest\b"),
        (
            3,
            (
                r"\b(?:sole|exclusive|remain) (?:and exclusive )?(?:the )?property of\b"
                r"|\bbe (?:our|the company's) property\b"
            ),
        ),
        (3, r"\bworks? (?:made )?for hire\b"),
        (
            3,
            (
                r"\b(?:owns?|owned|retains?|ownership|property of|belong)\b[^.]{0,80}"
                r"\b(?:intellectual property|copyrights?|patents?|trade.?marks?|inventions?|improvements?"
                r"|work product)"
            ),
        ),
        (2, r"\bintellectual property\b"),
    ),
    T.LICENSE_GRANT: (
        (
            3,
            (
                r"\b(?:have|has) (?:the|a) (?:[\w-]+ ){0,4}right to (?:use|reproduce|distribute|market"
                r"|display|sublicense)\b"
            ),
        ),
        (
            3,
            (
                r"\bgrants?\b[^.]{0,120}\b(?:licen[sc]es?|right to (?:use|distribute|sell|market|reproduce"
                r"|operate)|right and licen[sc]e|sublicen[sc]e)\b"
            ),
        ),
        (3, r"\b(?:licen[sc]e|right)s?\b[^.]{0,30}\b(?:is|are) (?:hereby )?granted\b"),
        (
            3,
            (
                r"\b(?:perpetual|irrevocable|royalty.free|non.?transferable|non.?exclusive)\b[^.]{0,50}"
                r"\b(?:licen[sc]e|right to)\b"
            ),
        ),
    ),
    T.SOURCE_CODE_ESCROW: (
        (3, r"\bescrow\b[^.]{0,80}\bsource\b"),
        (3, r"\bsource (?:code|materials?)\b[^.]{0,80}\bescrow"),
    ),
}
