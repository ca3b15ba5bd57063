"""Words of contracts that mean much the same, as one concept each: general legal vocabulary, as data.

A pattern is matched against lower-case text. A concept in `ACTS` is something a party does or must not do.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

_PATTERNS = {
    "the information": r"informations?\b|materials?\b|data\b|documents?\b|know-how|trade secrets?|it\b|same\b",
    "reverse engineer": r"revers\w* engineer\w*|decompil\w*|disassembl\w*|deriv\w+ (?:the )?source code",
    "return or destroy": (
        r"return(?:s|ed|ing)?\b|destroy\w*|destruct\w*|eras(?:e|ed|ing|ure)\b|delet(?:e|ed|ion|ing)\b|"
        r"surrender\w*|deliver(?:ed)? (?:up|back)\b|dispos(?:e|ed|al) of"
    ),
    "end of the agreement": (
        r"terminat\w*|expir\w*|(?:at|upon|after|following|on) the (?:end|conclusion|completion) of|completion of|"
        r"conclusion of|no longer (?:required|needed|necessary)"
    ),
    "license": r"licen[cs]\w*|rights?\b|title\b|interests?\b|ownership|propert(?:y|ies)\b",
    "grant": (
        r"grant\w*|(?<!orally )(?<!verbally )convey\w*|confer\w*|transfer\w*|vest(?:s|ed)?\b|giv(?:e|es|en|ing)\b|"
        r"licen[cs]e[ds]\b|remain\w* (?:\w+ ){0,3}?propert|(?:have|receive|acquire)s? (?:no|any)"
    ),
    "dealings": (
        r"existence\b|fact that|(?:discussions?|negotiations?)\b|negotiated|entered into|"
        r"(?:this|the) agreement (?:itself )?(?:shall be|is|are) (?:kept )?(?:strictly )?confidential"
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
        r"surviv\w*|(?:shall|will) not (?:affect|terminate|end|cease)|"
        r"(?:continue|remain)s? (?:in (?:full )?(?:force|effect)|to (?:apply|bind|be (?:bound|held|kept))|binding|"
        r"subject|confidential)|"
        r"(?:shall|will) (?:\w+ )?(?:continue|remain|last|endure|apply) (?:\w+ )?(?:for|until|after|during|without)|"
        r"perpetu\w*|indefinite\w*|permanently|without limit\w* (?:of|in) time|"
        r"notwithstanding (?:the |any )?terminat\w*|"
        r"(?:after|following|from) (?:the )?(?:\w+ ){0,3}?(?:terminat|expir)\w*|"
        r"for a (?:further )?period of [^.;]{1,30}\b(?:after|from|following)\b"
    ),
    "independently": r"independent\w*",
    "develop": r"develop\w*|generat\w*|conceiv\w*",
    "retain": r"retain\w*|retention|keep (?:a|one|copies)\b|archival|back-?up",
    "oral": r"oral\w*|verbal\w*|in conversations?|spoken",
    "solicit": r"solicit\w*|(?:hire|employ|engage|recruit|entice)\b(?! of)|offer (?:of )?employment|\binduce\b",
    "employees": r"employees?\b|staff\b|personnel|officers?\b|directors?\b|workers?\b|members of its team",
    "representatives": (
        r"representatives?\b|agents?\b|advis[eo]rs?\b|consultants?\b|contractors?\b|sub-?contractors?\b|"
        r"attorneys?\b|accountants?\b|legal counsel|professional advis\w+|auditors?\b|affiliates?\b|lenders?\b"
    ),
    "third parties": (
        r"third[- ]part(?:y|ies)|(?:any|other|another) (?:other )?(?:person|entity|entities|part(?:y|ies))"
    ),
    "copy": (
        r"(?:mak\w*|made|creat\w*|retain\w*|keep) (?:\w+ ){0,3}?cop(?:y|ies)|(?<=not )copy|(?<=or )copy\b|"
        r"copied|copying|reproduc(?:e|ed|ing)\b|duplicat(?:e|ed|ing)\b|photocop\w*"
    ),
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

PEOPLE = frozenset({"employees", "representatives", "third parties"})
"""Those to whom something is done; they stand behind the act."""

IMPLIED: Mapping[str, frozenset[str]] = MappingProxyType({"survive": frozenset({"end of the agreement"})})
"""What need not be said beside the key, because the key means nothing without it."""

PARTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {"representatives": frozenset({"employees"}), "employees": frozenset({"representatives"})}
)
"""What also counts where a proposition speaks of the key as a group of people."""
