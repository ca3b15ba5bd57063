"""The terms by which the words of a clause show what it is about.

Each term is a pattern over the clause's lower-case text with single spaces, and a weight. The weights of the
terms found are summed; a type is present from `THRESHOLD` on. Terms of weight 3 are the phrases contracts use
for that subject and hardly for another; 1 and 2 are words that only count together. `[^.]` keeps a pattern
inside a sentence and bounds its reach, so that matching stays linear.
"""

import re
from types import MappingProxyType

from shared.domain.clauses.types import ClauseType as T

THRESHOLD = 3

_MAY = r"\b(?:may|can|right to|entitled to|option to|elect to|terminable|terminated by)\b"
_FAULT = r"[^.]{0,120}\b(?:breach|default|fails?|failure|cured?|insolven|bankrupt)"

_TERMS: dict[T, tuple[tuple[int, str], ...]] = {
    T.DEFINITIONS: (
        (3, r"(?:following|capitalized) terms[^.]{0,60}(?:meaning|defined|definition)"),
        (2, r"(?:shall have|has|have) the (?:following )?meanings?"),
        (1, r"[\"”] (?:means|shall mean)"),
    ),
    T.PAYMENT_TERMS: (
        (3, r"\b(?:pay|paid|payable|payment|remit)[^.]{0,80}within [^.]{0,30}days"),
        (3, r"\bpayment terms\b"),
        (2, r"\binvoices?\b"),
        (2, r"(?:shall|will|agrees? to) pay\b"),
        (1, r"\bfees?\b"),
    ),
    T.PRICE_ADJUSTMENT: (
        (
            3,
            r"(?:prices?|fees?|rates?)[^.]{0,60}(?:increase[ds]?|adjust(?:ed|ment)?)[^.]{0,60}(?:exceed|percent|%|annual|per year|consumer price)",
        ),
        (3, r"(?:increase|adjust|change)[^.]{0,40}(?:the |its )?(?:prices|rates|fees)\b[^.]{0,60}(?:notice|percent|%)"),
    ),
    T.TAXES: ((3, r"\b(?:sales|use|value.added|withholding|excise)[^.]{0,30}\btax(?:es)?\b"),),
    T.REVENUE_SHARING: (
        (
            3,
            r"(?:percent|%|percentage|share|portion)[^.]{0,50}of[^.]{0,50}(?:gross|net|total|all)? ?(?:revenues?|profits?|sales|receipts|proceeds)\b",
        ),
        (3, r"\b(?:revenue|profit)[- ](?:share|sharing)\b"),
        (3, r"\bpay[^.]{0,60}\b(?:royalt(?:y|ies)|commissions?)\b"),
    ),
    T.MINIMUM_COMMITMENT: (
        (
            3,
            r"\bminimum\b[^.]{0,40}\b(?:purchase|order|quantit|volume|commitment|guarantee|sales|revenue|royalt|payment)",
        ),
        (3, r"\b(?:purchase|order|buy|sell|spend)\b[^.]{0,40}(?:at least|no(?:t)? (?:less|fewer) than|a minimum of)"),
        (3, r"\b(?:shall|will|must|agrees? to)\b(?![^.]{0,80}insurance)[^.]{0,120}\ba minimum of (?:\w+ ){0,3}[(\[\d]"),
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
            r"(?<!during )(?<!throughout )(?<!for )(?<!of )\bthe (?:initial )?term (?:of this (?:\w+ )?agreement|hereof)[^.]{0,30}\b(?:shall|will|is|commences?|begins?)\b",
        ),
        (
            3,
            r"\bagreement (?:shall|will|is)[^.]{0,60}(?:continue|remain|effective|commence|in effect|in force|for a (?:term|period))[^.]{0,80}(?:years?|months?|until|term|period)",
        ),
        (3, r"\b(?:initial|original) term\b[^.]{0,60}(?:year|month|commenc|day|shall be|period)"),
        (3, r"\bterm (?:shall|will) (?:be|commence|begin|continue|extend)"),
        (3, r"\bterm: [^.]{0,40}\b(?:years?|months?)\b"),
    ),
    T.RENEWAL: (
        (3, r"\b(?:automatically|successive|successively)\b[^.]{0,40}\b(?:renew|extend)"),
        (
            3,
            r"\b(?:renew(?:ed|al|s)?|extend(?:ed)?)\b[^.]{0,60}\b(?:successive|additional|further|consecutive)\b[^.]{0,30}\b(?:terms?|periods?|years?)",
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
            rf"{_MAY}[^.]{{0,60}}\bterminat\w+[^.]{{0,100}}\b(?:for any (?:or no )?reason|without (?:any )?cause|for no reason"
            r"|for (?:its |their )?convenience|with or without (?:cause|reason)|without (?:giving )?(?:any )?reason|at will)",
        ),
        (
            3,
            rf"\b(?:for any reason|without cause|for convenience|at any time)\b[^.]{{0,40}}{_MAY}[^.]{{0,20}}\bterminat",
        ),
        (3, rf"{_MAY}[^.]{{0,30}}\bterminat\w+[^.]{{0,60}}\bat any time\b(?!{_FAULT})"),
        (
            3,
            rf"{_MAY}[^.]{{0,30}}\bterminat\w+(?: \w+){{1,12}}?[^.]{{0,30}}\b(?:days|months)'? (?:prior |advance )?(?:written )?notice\b(?!{_FAULT})",
        ),
    ),
    T.EFFECT_OF_TERMINATION: (
        (
            3,
            r"\b(?:upon|on|after|following|in the event of)[^.]{0,30}\b(?:termination|expiration|expiry)\b[^.]{0,80}\b(?:shall|will|agrees?|must)\b[^.]{0,60}\b(?:return|cease|destroy|discontinue|pay|deliver|immediately|promptly|continue)",
        ),
    ),
    T.CONFIDENTIALITY: (
        (3, r"\bconfidential information\b[^.]{0,120}\b(?:not|protect|confidence|disclos)"),
        (3, r"\b(?:maintain|hold|keep|treat)[^.]{0,60}\b(?:confidential|confidence|secret)"),
        (3, r"\bnot (?:to )?disclose\b"),
        (
            3,
            r"\b(?:publicly (?:available|known)|public domain)\b[^.]{0,400}\b(?:independently developed|third party)\b",
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
            r"\b(?:sole|exclusive|remain) (?:and exclusive )?(?:the )?property of\b|\bbe (?:our|the company's) property\b",
        ),
        (3, r"\bworks? (?:made )?for hire\b"),
        (
            3,
            r"\b(?:owns?|owned|retains?|ownership|property of|belong)\b[^.]{0,80}\b(?:intellectual property|copyrights?|patents?|trade.?marks?|inventions?|improvements?|work product)",
        ),
        (2, r"\bintellectual property\b"),
    ),
    T.LICENSE_GRANT: (
        (
            3,
            r"\b(?:have|has) (?:the|a) (?:[\w-]+ ){0,4}right to (?:use|reproduce|distribute|market|display|sublicense)\b",
        ),
        (
            3,
            r"\bgrants?\b[^.]{0,120}\b(?:licen[sc]es?|right to (?:use|distribute|sell|market|reproduce|operate)|right and licen[sc]e|sublicen[sc]e)\b",
        ),
        (3, r"\b(?:licen[sc]e|right)s?\b[^.]{0,30}\b(?:is|are) (?:hereby )?granted\b"),
        (
            3,
            r"\b(?:perpetual|irrevocable|royalty.free|non.?transferable|non.?exclusive)\b[^.]{0,50}\b(?:licen[sc]e|right to)\b",
        ),
    ),
    T.SOURCE_CODE_ESCROW: (
        (3, r"\bescrow\b[^.]{0,80}\bsource\b"),
        (3, r"\bsource (?:code|materials?)\b[^.]{0,80}\bescrow"),
    ),
    T.WARRANTY: (
        (3, r"\bwarrant(?:s|ed)?\b[^.]{0,20}\bthat\b"),
        (3, r"\bwarranty (?:period|of)\b"),
        (3, r"\bdisclaims?\b[^.]{0,60}\bwarrant|\bmerchantability\b"),
        (2, r"\bwarrant(?:y|ies)\b"),
    ),
    T.INDEMNITY: (
        (3, r"\bindemnif(?:y|ies|ied)\b"),
        (3, r"\b(?:hold|save)\b[^.]{0,30}\bharmless\b"),
    ),
    T.LIMITATION_OF_LIABILITY: (
        (3, r"\bin no event\b[^.]{0,120}\b(?:liab|damages)"),
        (3, r"\b(?:liability|liabilities|liable)\b[^.]{0,120}\b(?:exceed|limited to|greater than)\b"),
        (3, r"\b(?:consequential|incidental|punitive|exemplary)\b[^.]{0,60}\bdamages\b"),
        (3, r"\b(?:not|neither|nor)\b[^.]{0,40}\bliable\b[^.]{0,80}\b(?:loss of|lost) (?:profits?|revenues?|business)"),
        (3, r"\bwithout limit(?:ation)? (?:of|on|to) liability\b|\bunlimited liability\b"),
    ),
    T.LIQUIDATED_DAMAGES: (
        (3, r"\bliquidated damages\b"),
        (3, r"\b(?:early |upon )?(?:termination|cancellation) (?:fee|charge|penalty|payment)s?\b"),
        (3, r"\bas (?:a )?penalt(?:y|ies)\b|\bpenalty (?:of|equal|payment)\b(?! perjury)"),
    ),
    T.INSURANCE: (
        (3, r"\b(?:maintain|procure|obtain|carry|keep|purchase|provide)\b[^.]{0,80}\binsurance\b"),
        (3, r"\b(?:additional|named) insureds?\b"),
        (3, r"\bcertificates? of insurance\b"),
        (3, r"\binsurance (?:polic(?:y|ies)|coverages?)\b"),
    ),
    T.AUDIT_RIGHTS: (
        (3, r"\b(?:audit|inspect|examine|review)\b[^.]{0,80}\b(?:books|records|accounts|ledgers)\b"),
        (3, r"\b(?:books|records|accounts|reports)\b[^.]{0,100}\b(?:audit(?:ed|s)?|inspect(?:ed|ion)?|examin\w+)\b"),
        (
            3,
            r"\b(?:right|entitled|permit\w*|allow|available|access)\b[^.]{0,120}\b(?:inspect|enter|audit)\b[^.]{0,80}"
            r"\b(?:premises|facilit|operations?|business|set-?up|equipment|systems?|compl(?:y|iance))",
        ),
        (3, r"\b(?:shall|will|may) be audited\b"),
        (2, r"\baudit(?:s|ed|or|ors)?\b"),
    ),
    T.NON_COMPETE: (
        (
            3,
            r"\b(?:not|neither|nor|refrain from)\b[^.]{0,160}"
            r"\b(?:compet(?:e|es|ing|itive|itor|itors)|in competition|similar to)\b(?! law)",
        ),
        (
            3,
            r"\b(?:not|neither|nor)\b[^.]{0,600}\b(?:own|operate|engage in|participate in|interest in)\b[^.]{0,160}"
            r"\b(?:any|other|such)\b[^.]{0,30}\b(?:business|enterprise|activit|venture|project|services)",
        ),
        (3, r"\bcovenants? not to compete\b|\bnon.?compet"),
    ),
    T.NON_SOLICITATION: (
        (
            3,
            r"\b(?:not|neither|nor)\b[^.]{0,300}\b(?:solicit|recruit|entice|induce|hire|divert|employ|contact)\b[^.]{0,100}"
            r"\b(?:employee|personnel|staff|customer|client|contractor|person|business)",
        ),
        (3, r"\bnon.?solicit"),
    ),
    T.NON_DISPARAGEMENT: (
        (3, r"\bdisparag"),
        (
            3,
            r"\b(?:not|nor)\b[^.]{0,100}\b(?:injurious|prejudicial|harm|damag)\w*[^.]{0,40}\b(?:goodwill|reputation)\b",
        ),
    ),
    T.EXCLUSIVITY: (
        (
            3,
            r"(?<!non)(?<!non[- ])\bexclusive(?:ly)? (?:right(?! to (?:institute|control|defend|bring))|licen[sc]e|distribut|agent"
            r"|supplier|provider|reseller|appointment|territor|basis|dealer|sponsor|represent)",
        ),
        (3, r"\bexclusivity\b"),
        (3, r"\b(?:sole|only) (?:and exclusive )?(?:distributor|supplier|provider|agent|source|sponsor)\b"),
        (
            3,
            r"\bnot\b[^.]{0,60}\b(?:sell|supply|grant|licen[sc]e|provide|appoint|purchase)\b[^.]{0,80}"
            r"\b(?:any other (?:person|party|distributor|supplier|entity|company|manufacturer)|anyone else)\b",
        ),
    ),
    T.MOST_FAVORED_NATION: (
        (3, r"\bmost favou?red\b"),
        (3, r"\b(?:no less|as|more|less) favou?rable\b[^.]{0,60}\b(?:other|third|any)\b"),
        (3, r"\blowest prices?\b"),
    ),
    T.RIGHT_OF_FIRST_REFUSAL: (
        (3, r"\brights? of first (?:refusal|offer|negotiation)\b"),
        (
            3,
            r"\b(?:provide|offer|give)\b[^.]{0,40}\b(?:an|the) opportunity to (?:enter|purchase|acquire|match|participate)\b",
        ),
        (3, r"\bright \(?but not the (?:duty|obligation)[^.]{0,160}\bto purchase\b"),
        (
            3,
            r"\bfirst (?:right|opportunity|option|refusal)\b[^.]{0,40}\b(?:to|of)\b[^.]{0,30}\b(?:purchase|acquire|negotiat|match|accept|include|sponsor|buy|renew)",
        ),
    ),
    T.ASSIGNMENT: (
        (
            3,
            r"\b(?:not|neither|nor|no|without)\b[^.]{0,80}\b(?:assign(?:ed|able|ment)?)\b[^.]{0,120}\b(?:consent|approval|agreement|permission|void)",
        ),
        (3, r"\bassign\w*\b[^.]{0,120}\bwithout\b[^.]{0,60}\b(?:consent|approval|permission)"),
        (3, r"\b(?:agreement|rights?)\b[^.]{0,60}\b(?:not|be) (?:be )?assign(?:ed|able)\b"),
        (3, r"\bmay (?:freely )?assign (?:this|its)\b"),
        (3, r"\bnot\b[^.]{0,40}\b(?:transferable or assignable|assignable or transferable|sublicen[sc]eable)"),
        (3, r"\b(?:rights|obligations|agreement)\b[^.]{0,60}\bpersonal to\b"),
    ),
    T.CHANGE_OF_CONTROL: (
        (3, r"\bchange (?:of|in) (?:\w+ )?(?:control|ownership)\b"),
        (
            3,
            r"\b(?:merger|consolidation|merges?)\b[^.]{0,120}\b(?:terminat|consent|assign|substantially all)",
        ),
        (3, r"\bsubstantially all\b[^.]{0,40}\bassets\b"),
        (3, r"\b(?:transfer|sale)\b[^.]{0,60}\b(?:controlling|majority|51%|fifty percent|50%)"),
    ),
    T.SUBCONTRACTING: (
        (3, r"\bsub-?contract(?:s|ed|or|ors|ing)?\b[^.]{0,80}\b(?:consent|responsib|may|shall|liable|obligations)"),
        (3, r"\bsub-?processors?\b"),
    ),
    T.FORCE_MAJEURE: (
        (3, r"\bforce majeure\b"),
        (3, r"\bacts? of god\b"),
        (
            3,
            r"\b(?:causes?|events?|circumstances?|conditions?) beyond (?:its|the|their|such)[^.]{0,20}\breasonable control\b",
        ),
    ),
    T.GOVERNING_LAW: (
        (3, r"\b(?:governed|construed|interpreted)\b[^.]{0,60}\b(?:by|under|with|to)\b[^.]{0,60}\blaws?\b"),
        (3, r"\blaws? of[^.]{0,60}\b(?:shall|will) (?:govern|apply|control)"),
    ),
    T.DISPUTE_RESOLUTION: (
        (3, r"\b(?:arbitration|arbitrators?|mediation)\b"),
        (3, r"\b(?:jurisdiction|venue)\b[^.]{0,80}\bcourts?\b|\bcourts?\b[^.]{0,80}\b(?:jurisdiction|venue)\b"),
    ),
    T.COMPLIANCE_WITH_LAWS: (
        (3, r"\bcompl(?:y|iance|ies)\b[^.]{0,60}\b(?:laws|regulations|statutes|ordinances)\b"),
        (3, r"\bexport (?:control|administration|laws)\b"),
    ),
    T.PUBLICITY: ((3, r"\bpress releases?\b"), (3, r"\b(?:public announcement|publicity)\b")),
    T.INDEPENDENT_CONTRACTOR: (
        (3, r"\bindependent contractors?\b"),
        (
            3,
            r"\b(?:partnership|joint venture|agency|employer)\b[^.]{0,80}\b(?:relationship|between the parties|created?|constru|deemed)",
        ),
    ),
    T.NOTICES: (
        (
            3,
            r"\b(?:all |any )?notices?\b[^.]{0,100}\b(?:in writing|writing and|be (?:given|sent|delivered|addressed))\b[^.]{0,140}\b(?:mail|address|courier|fax|facsimile|email|deliver)",
        ),
    ),
    T.ENTIRE_AGREEMENT: (
        (3, r"\b(?:entire|complete|whole) (?:agreement|understanding|contract)\b"),
        (3, r"\bsupersedes?\b[^.]{0,80}\b(?:agreements?|understandings?|negotiations?)\b"),
    ),
    T.AMENDMENT: (
        (
            3,
            r"\b(?:amended|modified|changed|altered|amendment|modification)\b[^.]{0,80}\b(?:in writing|written|signed)\b",
        ),
    ),
    T.SEVERABILITY: (
        (
            3,
            r"\b(?:invalid|unenforceable|illegal)\b[^.]{0,140}\b(?:remain|remaining|other provisions?|sever|validity|full force)",
        ),
    ),
    T.WAIVER: (
        (
            3,
            r"\b(?:no|not|failure)\b[^.]{0,80}\b(?:constitute|deemed|be|operate as|construed as)\b[^.]{0,20}\bwaiver\b",
        ),
        (3, r"\bwaiver of any\b"),
    ),
    T.COVENANT_NOT_TO_SUE: (
        (3, r"\bcovenants? not to (?:sue|contest|challenge|assert)\b"),
        (
            3,
            r"\b(?:not|nor|never)\b[^.]{0,140}\b(?:contest|challenge|dispute|attack|oppose)\w*\b[^.]{0,160}"
            r"\b(?:validity|ownership|title|enforceability|registration)\b",
        ),
        (3, r"\breleases?\b[^.]{0,80}\bfrom\b[^.]{0,30}\b(?:any and all|all) (?:claims|liabilities|actions)"),
    ),
    T.THIRD_PARTY_BENEFICIARIES: ((3, r"\bthird.party beneficiar"), (3, r"\bbenefit of any third part")),
    T.COUNTERPARTS: (
        (
            3,
            r"\bcounterparts?\b[^.]{0,80}\b(?:original|executed|together|one|same)|\bexecuted in[^.]{0,30}counterparts",
        ),
    ),
    T.SURVIVAL: ((3, r"\bsurvive\b[^.]{0,60}\b(?:termination|expiration|expiry|completion)"),),
}

TEXT_RULES: MappingProxyType[T, tuple[tuple[int, re.Pattern[str]], ...]] = MappingProxyType(
    {kind: tuple((weight, re.compile(words)) for weight, words in terms) for kind, terms in _TERMS.items()}
)
"""The terms of every type, compiled."""
