"""General legal vocabulary as data: what words count as the same, and what words carry no difference."""

from collections.abc import Mapping


def _words(text: str) -> list[str]:
    return text.split()


PROVIDER_ROLES = frozenset(
    {"supplier", "vendor", "provider", "contractor", "licensor", "seller", "consultant"}
    | {"franchisor", "manufacturer", "developer", "processor"}
)
CUSTOMER_ROLES = frozenset(
    {"customer", "client", "buyer", "purchaser", "licensee", "reseller", "distributor", "franchisee", "controller"}
)
AMBIGUOUS_ROLES = frozenset({"company"})
"""Either side, depending on who the other party of the contract is."""

FIRST_PERSON = frozenset({"we", "us", "our", "ours"})
SECOND_PERSON = frozenset({"you", "your", "yours"})
"""How standard terms name the one who wrote them and the one who accepts them."""

NDA_ROLES: Mapping[str, str] = {
    "disclosing party": "discloser",
    "receiving party": "recipient",
    "discloser": "discloser",
    "recipient": "recipient",
}

SAME_MEANING: Mapping[str, str] = {
    "shall": "shall",
    "must": "shall",
    "will": "shall",
    "may": "may",
    "can": "may",
    "cannot": "not",
    "contract": "agreement",
    "nda": "agreement",
    "mnda": "agreement",
    "upon": "on",
    "prior": "before",
    "commence": "begin",
    "sublicence": "sublicense",
    "licence": "license",
}
"""Words that a reader of contracts takes for the same word."""

SUBJECT_GROUPS: Mapping[str, str] = {
    "confidential": "confidentiality secret secrecy nondisclosure proprietary",
    "terminate": "termination end ending cancel cancellation withdraw withdrawal expire expiry discontinue rescind",
    "fee": "fees charge charges price prices rate rates remuneration compensation",
    "pay": "payment payments payable paid invoice invoices remit",
    "liable": "liability liabilities responsible responsibility ceiling",
    "indemnify": "indemnity indemnification indemnities safeguard harmless defend",
    "warrant": "warranty warranties guarantee quality defect defects conform",
    "law": "laws legal statute statutory regulation legislation",
    "dispute": "disputes arbitration arbitrator mediation mediator court courts adjudication proceedings",
    "subcontract": "subcontractor subcontractors subcontracting subdistributor",
    "assign": "assignment transfer novate",
    "notice": "notices notify message messages notification",
    "insurance": "insure insured insurer policy",
    "audit": "audits auditor inspect inspection records record books certificates",
    "ownership": "own owns owned belong belongs property title",
    "licence": "license sublicense use right",
    "renew": "renewal renewed extend extended extension prolong",
    "duration": "term period runs",
    "employee": "employees staff personnel worker workers people",
    "solicit": "solicitation poach recruit hire",
    "amend": "amendment amendments modify modification variation change changes vary",
    "invalid": "invalidity unenforceable void severable severability annulled",
    "waive": "waiver waivers forfeiture forgo",
    "publicity": "announce announcement logo publication press",
    "survive": "survival continuing survives",
    "data": "personal privacy processor",
    "delay": "late overdue default",
    "event": "events majeure circumstances",
    "customer": "hirer",
}
"""Words for the same subject, used to find counterparts; never to call two texts the same."""

NEGATIONS = frozenset({"not", "no", "never", "neither", "nor", "without", "none"})
MODALS = frozenset({"shall", "may"})
MUTUAL = frozenset({"each", "either", "both", "neither", "mutual", "mutually"})
CARVE_OUTS = frozenset({"except", "unless", "excluding", "exclude", "notwithstanding", "exception", "save", "provided"})
SCOPE_WORDS = frozenset(
    {"or", "only", "solely", "sole", "exclusive", "exclusively", "all", "any", "reasonable", "reasonably"}
    | {"material", "materially", "immediately", "promptly", "gross", "willful", "wilful"}
)
"""Small words whose change alone is worth a sentence."""

NOISE = frozenset(
    _words(
        "a an the of to in on at by for from with as and this that these those such its their his her it they is "
        "are be been being was were has have had do does did so then than there here hereby herein hereof "
        "hereto hereunder thereof therein thereto thereunder said same which who whom whose into under over also "
        "other any each if when where while shall may agreement party section clause article schedule exhibit "
        "following respective applicable set forth pursuant"
    )
)
"""Words that carry no weight when the subjects of two texts are compared."""

SILENT = frozenset(
    _words(
        "a an the of to in on at by for from as and this that these those such its their it is are be been being "
        "has have had so then hereby herein hereof hereto hereunder thereof therein thereto thereunder said same "
        "which who also other under with any"
    )
)
"""Words whose presence or absence alone is no difference between two sentences."""

_STATES = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Hawaii|Idaho|Illinois|"
    "Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|"
    "Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|New York|North Carolina|"
    "North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|"
    "Utah|Vermont|Virginia|Washington|West Virginia|Wisconsin|Wyoming|District of Columbia|Puerto Rico"
)
_COUNTRIES = (
    "England and Wales|England|Wales|Scotland|Northern Ireland|United Kingdom|Ireland|France|Germany|Italy|"
    "Spain|Portugal|Belgium|Netherlands|Luxembourg|Switzerland|Austria|Denmark|Sweden|Norway|Finland|Poland|"
    "Czech Republic|Hungary|Romania|Greece|Turkey|Israel|India|China|Hong Kong|Singapore|Malaysia|Japan|Korea|"
    "Taiwan|Thailand|Vietnam|Indonesia|Philippines|Australia|New South Wales|Victoria|New Zealand|Canada|"
    "Ontario|Quebec|British Columbia|Alberta|Mexico|Brazil|Argentina|Chile|Colombia|South Africa|Nigeria|"
    "Kenya|Egypt|United Arab Emirates|Saudi Arabia|Cayman Islands|British Virgin Islands|Bermuda|Jersey|"
    "United States"
)
_SEATS = (
    "London|Paris|Berlin|Munich|Frankfurt|Zurich|Geneva|Vienna|Stockholm|Amsterdam|Dublin|Madrid|Milan|"
    "San Francisco|Los Angeles|San Diego|Santa Clara|Chicago|Boston|Houston|Dallas|Miami|Atlanta|Seattle|"
    "Wilmington|Toronto|Vancouver|Sydney|Melbourne|Mumbai|Delhi|Tokyo|Seoul|Shanghai|Beijing|Dubai"
)
PLACES = f"{_STATES}|{_COUNTRIES}|{_SEATS}"
"""Alternation of jurisdictions and seats of courts, as they are capitalised in contracts."""

_SMALL_NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_TENS = {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
NUMBER_VALUES: Mapping[str, int] = (
    {word: value for value, word in enumerate(_words(_SMALL_NUMBERS), start=1)}
    | _TENS
    | {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
)
