"""The small words by which headings, sentences and references are told apart."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CONNECTORS = _words(
    "a an and as at between by for from if in into not of on or per than the to under upon via vs "
    "with within without during after before & / - \u2013 —"
)
"""Words a title writes small."""
VERBS = _words(
    "shall will may must is are was were has have had agrees agree hereby can cannot represents "
    "warrants grants acknowledges covenants means mean includes undertakes does do would should "
    "been being be"
)
"""Words only a sentence has."""
SENTENCE_STARTERS = _words(
    "The This These Those Each Either Neither Both Any All No If In For Unless Upon Except Subject "
    "During Where When Without Notwithstanding Nothing It Such Every Should Following After Before "
    "As At To With Within You We Your Our Neither By On Under From Provided Time A An"
)
"""Words with which the sentence after a heading begins."""
MAY_OPEN_A_HEADING = _words("No All Any Both Other Time")
"""Those of them with which a heading can begin as well."""
ROLES = _words(
    "Agent Affiliate Borrower Buyer Client Company Consultant Contractor Customer Distributor "
    "Employee Employer Franchisee Franchisor Landlord Lender Lessee Lessor Licensee Licensor "
    "Manufacturer Parties Party Processor Controller Provider Publisher Purchaser Recipient "
    "Reseller Seller Sponsor Supplier Tenant Vendor User Users Discloser Products Services Fees"
)
"""Names contracts give to who or what a sentence is about."""
ABBREVIATIONS = _words("Inc. Co. Corp. Ltd. No. Nos. Mr. Mrs. Ms. Dr. vs. v. St. e.g. i.e. Sec. Art. Par.")
"""Words whose dot ends no heading."""
REFERENCE_WORDS = _words(
    "section sections sec sec. article articles art art. clause clauses paragraph paragraphs para subsection"
    " subsections subparagraph § §§ exhibit exhibits schedule schedules annex appendix attachment page pages part"
    " rule rules no no. nos nos. number item items chapter title table figure step phase level version and or to"
    " through in under of with by from per at than is are least approximately about the this said such u.s.c. cfr"
    " c.f.r. see form day days for on"
)
"""Words after which a number refers to a clause and begins none."""
