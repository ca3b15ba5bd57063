"""Words that forbid, allow, except, condition, generalise or define: patterns for lower-case text."""

import re

FORBIDDING = re.compile(
    r"\b(?:shall|will|must|may|can|should|do|does|agrees?|undertakes?|is|are|be|to)\s+(?:\w+\s+){0,2}?(?:not|never)\b|"
    r"\b(?:no|neither|nor)\b[^.;]{0,90}?\bmay\b|\bnot\s+to\b|\bnot\b|\bno\b|\bneither\b|\bnor\b|\bcannot\b|\bprohibit\w*|"
    r"\bforbid\w*|\bforbidden\b|\brefrain\w*|"
    r"\bwithout\s+(?:\w+ing)\b|\bnothing\b[^.;]{0,90}?\b(?:construed|grant|intended|impl|confer)\w*|"
    r"\b(?:keep|hold|treat|maintain|kept|held|treated)\b[^.;]{0,80}\b(?:confiden\w*|secre\w*)"
)
KEEPING = re.compile(r"\bremain\w* (?:\w+ ){0,3}?propert|\b(?:have|receive|acquire)s? no\b")
"""Ways of naming an act that deny it."""
ALLOWING = re.compile(
    r"(?<!which )\bmay\b(?!\s+not)|\bonly\b|\bpermitted\b|\bentitled\b|\ballowed\b|\bfree to\b|"
    r"\bright to\b|\bnothing\b[^.;]{0,80}\b(?:prevent|restrict|limit|prohibit)|"
    r"\bnot (?:be )?(?:prevent|restrict|limit|prohibit|preclude)\w*|"
    r"\b(?:not|no)\b[^.;]{0,50}\b(?:apply|applies|include\w*|extend\w*|subject to|considered|obligations?|liable|"
    r"cover\w*)\b"
)
"""Permissions, and the words that take something out of a duty ("shall not apply to information which")."""
EXCEPTING = re.compile(
    r"\bexcept\b|\bother than\b|\bsave (?:for|as|that)\b|\b(?:provided|however)\b[^.;]{0,80}?\b(?:may|permitted)\b|"
    r"\bbut (?:may|only)\b|\bonly (?:to|those|such|with|for|in|as)\b|\bunless\b|\bexcluding\b|"
    r"\bwith the exception of\b|\blimit\w* (?:\w+ ){0,3}to\b|\bsolely (?:to|for)\b"
)
CONDITION = re.compile(
    r"\b(?:consent\w*|approv\w+|authori[sz]\w+|permission|agree\w*)\b|"
    r"\b(?:required|compelled|provided) (?:by|under|in)\b|"
    r"\bby (?:applicable )?law\b"
)
"""What behind an exception asks the other party or the law, so that it allows nothing by itself."""

BREAKS_ALL = re.compile(
    r"whether or not|regardless of|irrespective of|not (?:so )?(?:marked|identified|designated|labell?ed)|"
    r"(?:should|would|ought|reasonabl\w+)\b[^.;]{0,60}\b(?:understood|considered|known|regarded|recogni[sz]ed|"
    r"expected|deemed|confidential)|"
    r"by (?:its|their|the) (?:very )?nature|nature of the information|even if not|need not"
)
"""Words that take a rule for all of a thing back for some of it."""

DEFINING = re.compile(r"\bmeans?\b|\binclud\w+\b|\brefers? to\b|\bdefined as\b|\bconsists? of\b|\bshall mean\b")
