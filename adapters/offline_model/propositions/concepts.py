"""Words of contracts that mean much the same, as one concept each: general legal vocabulary, as data.

A pattern is matched against lower-case text. A concept in `ACTS` is something a party does or must not do.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

_PATTERNS = {
    "reverse engineer": r"revers\w* engineer\w*|decompil\w*|disassembl\w*|deriv\w+ (?:the )?source code",
    "return or destroy": (
        r"return(?:s|ed|ing)?\b|destroy\w*|destruct\w*|eras(?:e|ed|ing|ure)\b|delet(?:e|ed|ion|ing)\b|"
        r"surrender\w*|deliver(?:ed)? (?:up|back)\b|dispos(?:e|ed|al) of"
    ),
    "end of the agreement": (
        r"terminat\w*|expir\w*|(?:at|upon|after|following|on) the (?:end|conclusion|completion) of|completion of"
    ),
    "license": (
        r"licen[cs]\w*|(?:no|any|grant\w*|convey\w*|transfer\w*) (?:\w+ ){0,4}?(?:right|title|interest)s?\b|"
        r"proprietary rights?|ownership|remain\w* the (?:sole |exclusive )?property"
    ),
    "grant": r"grant\w*|convey\w*|confer\w*|transfer\w*|assign\w*|acquir\w*|deemed|constru\w*|remain\w*",
    "dealings": (
        r"\bexistence\b|fact that|discussions?\b|negotiat\w*|terms (?:and conditions )?of (?:this|the) agreement|"
        r"contents? of this agreement|entered into"
    ),
    "disclose": (
        r"disclos\w*|divulg\w*|reveal\w*|publish\w*|disseminat\w*|communicat\w*|announc\w*|publicity|"
        r"press release|make (?:\w+ )?known"
    ),
    "share": (
        r"shar(?:e|ed|ing)\b|disclos\w*|divulg\w*|provid\w*|furnish\w*|reveal\w*|disseminat\w*|"
        r"make (?:\w+ )?available|made available|access\b|communicat\w*|distribut\w*|transmit\w*"
    ),
    "technical": r"technical|technolog\w*|scientific|engineering",
    "identify": (r"identif\w*|mark(?:ed|ing|ings|s)\b|designat\w*|label\w*|legend\w*|stamp\w*|indicated? (?:as|to be)"),
    "survive": (
        r"surviv\w*|(?:continue|remain)s? (?:in (?:full )?(?:force|effect)|to (?:apply|bind)|binding|confidential)|"
        r"(?:shall|will) (?:continue|remain|last|endure|apply) (?:for|until|after|during|notwithstanding)|"
        r"continu\w+ (?:in effect |thereafter )?(?:for|until|after|beyond)|perpetu\w*|indefinite\w*|"
        r"(?:after|following|from) (?:the )?(?:\w+ ){0,3}?(?:terminat|expir)\w*"
    ),
    "independently": r"independent\w*",
    "develop": r"develop\w*|creat(?:e|ed|ing|ion)\b|generat\w*|conceiv\w*",
    "retain": r"retain\w*|retention|keep (?:a|one|copies|archiv)\w*|archiv\w*|back-?up",
    "oral": r"\boral\w*|\bverbal\w*|in conversation|visual\w*|spoken|discussion",
    "solicit": r"solicit\w*|(?:hire|employ|engage|recruit|entice)\b(?! of)|offer (?:of )?employment|\binduce\b",
    "employees": r"employees?\b|staff\b|personnel|officers?\b|directors?\b|workers?\b|members of its team",
    "representatives": (
        r"representatives?\b|agents?\b|advis[eo]rs?\b|consultants?\b|contractors?\b|sub-?contractors?\b|"
        r"attorneys?\b|accountants?\b|legal counsel|professional advis\w+|auditors?\b|affiliates?\b|lenders?\b"
    ),
    "third parties": (
        r"third[- ]part(?:y|ies)|(?:any|other|another) (?:other )?(?:person|entity|entities|part(?:y|ies))"
    ),
    "copy": r"cop(?:y|ies|ied|ying)\b|reproduc\w*|duplicat\w*|photocop\w*|replicat\w*",
    "notify": r"notif\w*|notice\b|inform\b|advise\b|prior warning",
    "compelled by law": (
        r"(?:required|compelled|obliged|obligated|requested|ordered|demanded|necessary)\b[^.;]{0,60}?"
        r"\b(?:law|court|regulat\w+|statut\w+|judicial|government\w*|legal|subpoena|order|authorit\w+|process)|"
        r"subpoena\w*|court order|judicial (?:process|proceeding)|legal(?:ly)? (?:compelled|required|process)|"
        r"law, regulation|interrogator\w+"
    ),
    "acquire": (
        r"acquir\w*|receiv(?:ed|es|e)\b|obtain\w*|(?:made|becomes?) (?:\w+ )?(?:available|known)|furnished|disclosed"
    ),
    "use": r"\bus(?:e|es|ed|ing|age)\b|utili[sz]\w*|exploit\w*",
    "purpose": r"purposes?\b|in connection with|in order to|necessary (?:for|to)|evaluat\w*|in furtherance|project\b",
    "other than": r"other than|except|solely|only|exclusively|limited to|for no other|not? (?:\w+ ){0,3}other purpose",
}

CONCEPTS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {name: re.compile(rf"\b(?:{pattern})") for name, pattern in _PATTERNS.items()}
)

ACTS = frozenset(
    {"reverse engineer", "return or destroy", "grant", "disclose", "share", "identify", "survive", "develop"}
    | {"retain", "solicit", "copy", "notify", "acquire", "use"}
)

OPPOSITES: Mapping[str, str] = MappingProxyType({"retain": "return or destroy"})
"""Who must do the one with all of a thing cannot do the other with any of it."""

PARTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {"third parties": frozenset({"representatives"}), "representatives": frozenset({"employees"})}
)
"""What also counts when a proposition speaks of the key as a group of people."""

FORBIDDING = re.compile(
    r"\b(?:shall|will|must|may|can|should|do|does|agrees?|undertakes?|is|are|be|to)\s+(?:\w+\s+){0,2}?(?:not|never)\b|"
    r"\bnot\s+to\b|\bnot\b|\bno\b|\bneither\b|\bnor\b|\bcannot\b|\bprohibit\w*|\bforbid\w*|\bforbidden\b|\brefrain\w*|"
    r"\bwithout\s+(?:\w+ing)\b"
)
ALLOWING = re.compile(
    r"\bmay\b(?!\s+(?:not|only be disclosed with))|\bpermitted\b|\bentitled\b|\ballowed\b|\bfree to\b|"
    r"\bright to\b|\bnothing\b[^.;]{0,80}\b(?:prevent|restrict|limit|prohibit)|"
    r"\bnot (?:be )?(?:prevent|restrict|limit|prohibit|preclude)\w*"
)
EXCEPTING = re.compile(
    r"\bexcept\b|\bother than\b|\bsave (?:for|as|that)\b|\bprovided,? (?:however,? )?that\b|\bbut (?:may|only)\b|"
    r"\bonly (?:to|those|such|with|for|in|as)\b|\bunless\b|\bexcluding\b|\bhowever\b|\bwith the exception of\b|"
    r"\blimit\w* (?:\w+ ){0,3}to\b|\bsolely (?:to|for)\b|\bjust\b"
)
CONSENT = re.compile(
    r"\b(?:consent|approv\w+|authori[sz]\w+|permission|agreement) (?:in writing|of|from|by)\b|\bconsents?\b"
)
"""What lies behind an exception that asks the other party, so that it allows nothing by itself."""

BREAKS_ALL = re.compile(
    r"whether or not|regardless of|irrespective of|not (?:so )?(?:marked|identified|designated|labell?ed)|"
    r"(?:should|would|ought|reasonabl\w+)\b[^.;]{0,60}\b(?:understood|considered|known|regarded|recogni[sz]ed|"
    r"expected|deemed|confidential)|"
    r"by (?:its|their|the) (?:very )?nature|nature of the information|even if not|need not"
)
"""Words that take a rule for all of a thing back for some of it."""

DEFINING = re.compile(r"\bmeans?\b|\binclud\w+\b|\brefers? to\b|\bdefined as\b|\bconsists? of\b|\bshall mean\b")
