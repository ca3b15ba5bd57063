"""Terms of the clauses on risk, restraint, disputes and the agreement itself. See `text_rules`."""

from shared.domain.clauses.types import ClauseType as T

LEGAL_TERMS: dict[T, tuple[tuple[int, str], ...]] = {
    T.WARRANTY: (
        (3, r"\breasonable (?:skill and care|care and skill)\b"),
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
        (
            3,
            (
                r"\b(?:not|neither|nor)\b[^.]{0,40}\bliable\b[^.]{0,80}\b(?:loss of|lost) (?:profits?"
                r"|revenues?|business)"
            ),
        ),
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
        (
            3,
            (
                r"\b(?:books|records|accounts|reports)\b[^.]{0,100}\b(?:audit(?:ed|s)?|inspect(?:ed|ion)?"
                r"|examin\w+)\b"
            ),
        ),
        (
            3,
            (
                r"\b(?:right|entitled|permit\w*|allow|available|access)\b[^.]{0,120}\b(?:inspect|enter"
                r"|audit)\b[^.]{0,80}\b(?:premises|facilit|operations?|business|set-?up|equipment|systems?"
                r"|compl(?:y|iance))"
            ),
        ),
        (3, r"\b(?:shall|will|may) be audited\b"),
        (2, r"\baudit(?:s|ed|or|ors)?\b"),
    ),
    T.NON_COMPETE: (
        (
            3,
            (
                r"\b(?:not|neither|nor|refrain from)\b[^.]{0,160}\b(?:compet(?:e|es|ing|itive|itor|itors)"
                r"|in competition|similar to)\b(?! law)"
            ),
        ),
        (
            3,
            (
                r"\b(?:not|neither|nor)\b[^.]{0,600}\b(?:own|operate|engage in|participate in"
                r"|interest in)\b[^.]{0,160}\b(?:any|other|such)\b[^.]{0,30}\b(?:business|enterprise|activit"
                r"|venture|project|services)"
            ),
        ),
        (3, r"\bcovenants? not to compete\b|\bnon.?compet"),
    ),
    T.NON_SOLICITATION: (
        (
            3,
            (
                r"\b(?:not|neither|nor)\b[^.]{0,300}\b(?:solicit|recruit|entice|induce|hire|divert|employ"
                r"|contact)\b[^.]{0,100}\b(?:employee|personnel|staff|customer|client|contractor|person"
                r"|business)"
            ),
        ),
        (3, r"\bnon.?solicit"),
    ),
    T.NON_DISPARAGEMENT: (
        (3, r"\bdisparag"),
        (
            3,
            (
                r"\b(?:not|nor)\b[^.]{0,100}\b(?:injurious|prejudicial|harm|damag)\w*[^.]{0,40}\b(?:goodwill"
                r"|reputation)\b"
            ),
        ),
    ),
    T.EXCLUSIVITY: (
        (
            3,
            (
                r"(?<!non)(?<!non[- ])\bexclusive(?:ly)? (?:right(?! to (?:institute|control|defend|bring))"
                r"|licen[sc]e|distribut|agent|supplier|provider|reseller|appointment|territor|basis|dealer"
                r"|sponsor|represent)"
            ),
        ),
        (3, r"\bexclusivity\b"),
        (3, r"\b(?:sole|only) (?:and exclusive )?(?:distributor|supplier|provider|agent|source|sponsor)\b"),
        (
            3,
            (
                r"\bnot\b[^.]{0,60}\b(?:sell|supply|grant|licen[sc]e|provide|appoint|purchase)\b[^.]{0,80}"
                r"\b(?:any other (?:person|party|distributor|supplier|entity|company|manufacturer)"
                r"|anyone else)\b"
            ),
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
            (
                r"\b(?:provide|offer|give)\b[^.]{0,40}\b(?:an|the) opportunity to (?:enter|purchase|acquire"
                r"|match|participate)\b"
            ),
        ),
        (3, r"\bright \(?but not the (?:duty|obligation)[^.]{0,160}\bto purchase\b"),
        (
            3,
            (
                r"\bfirst (?:right|opportunity|option|refusal)\b[^.]{0,40}\b(?:to|of)\b[^.]{0,30}"
                r"\b(?:purchase|acquire|negotiat|match|accept|include|sponsor|buy|renew)"
            ),
        ),
    ),
    T.ASSIGNMENT: (
        (3, r"\b(?:may|shall|will|can) ?not (?:\w+ ){0,3}assign\b"),
        (
            3,
            (
                r"\b(?:not|neither|nor|no|without)\b[^.]{0,80}\b(?:assign(?:ed|able|ment)?)\b[^.]{0,120}"
                r"\b(?:consent|approval|agreement|permission|void)"
            ),
        ),
        (3, r"\bassign\w*\b[^.]{0,120}\bwithout\b[^.]{0,60}\b(?:consent|approval|permission)"),
        (3, r"\b(?:agreement|rights?)\b[^.]{0,60}\b(?:not|be) (?:be )?assign(?:ed|able)\b"),
        (3, r"\bmay (?:freely )?assign (?:this|its)\b"),
        (
            3,
            (
                r"\bnot\b[^.]{0,40}\b(?:transferable or assignable|assignable or transferable"
                r"|sublicen[sc]eable)"
            ),
        ),
        (3, r"\b(?:rights|obligations|agreement)\b[^.]{0,60}\bpersonal to\b"),
    ),
    T.CHANGE_OF_CONTROL: (
        (3, r"\bchange (?:of|in) (?:\w+ )?(?:control|ownership)\b"),
        (
            3,
            (
                r"\b(?:merger|consolidation|merges?)\b[^.]{0,120}\b(?:terminat|consent|assign"
                r"|substantially all)"
            ),
        ),
        (3, r"\bsubstantially all\b[^.]{0,40}\bassets\b"),
        (3, r"\b(?:transfer|sale)\b[^.]{0,60}\b(?:controlling|majority|51%|fifty percent|50%)"),
    ),
    T.SUBCONTRACTING: (
        (
            3,
            (
                r"\bsub-?contract(?:s|ed|or|ors|ing)?\b[^.]{0,80}\b(?:consent|responsib|may|shall|liable"
                r"|obligations)"
            ),
        ),
        (3, r"\bsub-?processors?\b"),
    ),
    T.FORCE_MAJEURE: (
        (3, r"\b(?:beyond|outside) (?:its|the|their|our|your|such|a party's)\b[^.]{0,30}\bcontrol\b"),
        (3, r"\bforce majeure\b"),
        (3, r"\bacts? of god\b"),
        (
            3,
            (
                r"\b(?:causes?|events?|circumstances?|conditions?) beyond (?:its|the|their|such)[^.]{0,20}"
                r"\breasonable control\b"
            ),
        ),
    ),
    T.GOVERNING_LAW: (
        (3, r"\blaws?\b(?: of [^.]{0,40})? (?:applies|shall apply|will apply|governs?)\b"),
        (3, r"\b(?:governed|construed|interpreted)\b[^.]{0,60}\b(?:by|under|with|to)\b[^.]{0,60}\blaws?\b"),
        (3, r"\blaws? of[^.]{0,60}\b(?:shall|will) (?:govern|apply|control)"),
    ),
    T.DISPUTE_RESOLUTION: (
        (3, r"\b(?:arbitration|arbitrators?|mediation)\b"),
        (
            3,
            (
                r"\b(?:jurisdiction|venue)\b[^.]{0,80}\bcourts?\b"
                r"|\bcourts?\b[^.]{0,80}\b(?:jurisdiction|venue)\b"
            ),
        ),
    ),
    T.COMPLIANCE_WITH_LAWS: (
        (3, r"\bcompl(?:y|iance|ies)\b[^.]{0,60}\b(?:laws|regulations|statutes|ordinances)\b"),
        (3, r"\bexport (?:control|administration|laws)\b"),
    ),
    T.PUBLICITY: (
        (3, r"\buse\b[^.]{0,40}\b(?:names?|logos?)\b[^.]{0,80}\b(?:customers?|publicity|marketing|announce|list)"),
        (3, r"\bpress releases?\b"),
        (3, r"\b(?:public announcement|publicity)\b"),
    ),
    T.INDEPENDENT_CONTRACTOR: (
        (3, r"\bindependent business\b|\bnot (?:your|the customer's|an?) (?:agent|employee|partner)\b"),
        (3, r"\bindependent contractors?\b"),
        (
            3,
            (
                r"\b(?:partnership|joint venture|agency|employer)\b[^.]{0,80}\b(?:relationship"
                r"|between the parties|created?|constru|deemed)"
            ),
        ),
    ),
    T.NOTICES: (
        (
            3,
            (
                r"\b(?:all |any )?notices?\b[^.]{0,100}\b(?:in writing|writing and|be (?:given|sent|delivered"
                r"|addressed))\b[^.]{0,140}\b(?:mail|address|courier|fax|facsimile|email|deliver)"
            ),
        ),
    ),
    T.ENTIRE_AGREEMENT: (
        (3, r"\b(?:entire|complete|whole) (?:agreement|understanding|contract)\b"),
        (3, r"\bsupersedes?\b[^.]{0,80}\b(?:agreements?|understandings?|negotiations?)\b"),
    ),
    T.AMENDMENT: (
        (
            3,
            (
                r"\b(?:amended|modified|changed|altered|amendment|modification)\b[^.]{0,80}\b(?:in writing"
                r"|written|signed)\b"
            ),
        ),
    ),
    T.SEVERABILITY: (
        (
            3,
            (
                r"\b(?:invalid|unenforceable|illegal)\b[^.]{0,140}\b(?:remain|remaining|other provisions?"
                r"|sever|validity|full force)"
            ),
        ),
    ),
    T.WAIVER: (
        (
            3,
            (
                r"\b(?:no|not|failure)\b[^.]{0,80}\b(?:constitute|deemed|be|operate as"
                r"|construed as)\b[^.]{0,20}\bwaiver\b"
            ),
        ),
        (3, r"\bwaiver of any\b"),
    ),
    T.COVENANT_NOT_TO_SUE: (
        (3, r"\bcovenants? not to (?:sue|contest|challenge|assert)\b"),
        (
            3,
            (
                r"\b(?:not|nor|never)\b[^.]{0,140}\b(?:contest|challenge|dispute|attack"
                r"|oppose)\w*\b[^.]{0,160}\b(?:validity|ownership|title|enforceability|registration)\b"
            ),
        ),
        (
            3,
            (
                r"\breleases?\b[^.]{0,80}\bfrom\b[^.]{0,30}\b(?:any and all|all) (?:claims|liabilities"
                r"|actions)"
            ),
        ),
    ),
    T.THIRD_PARTY_BENEFICIARIES: (
        (3, r"\bthird.party beneficiar"),
        (3, r"\bbenefit of any third part"),
    ),
    T.COUNTERPARTS: (
        (
            3,
            (
                r"\bcounterparts?\b[^.]{0,80}\b(?:original|executed|together|one|same)"
                r"|\bexecuted in[^.]{0,30}counterparts"
            ),
        ),
    ),
    T.SURVIVAL: ((3, r"\bsurvive\b[^.]{0,60}\b(?:termination|expiration|expiry|completion)"),),
}
