"""A model that needs no network: it reads clauses by rules and answers with what it can quote.

What it is: deterministic, extractive code behind the Model port. It aligns the clauses of two contracts by type,
heading and weighted words, tells what differs word by word, and scores risk by the stated rules in
`comparison.risk`. It judges propositions about a text by retrieval and general rules on negation, modality and
exceptions. The same request always gives the same bytes. It uses no tokens, and reports none.

What it is not: a language model. It does not understand what it reads, draws no conclusion across clauses, and
knows no language but English. Nothing a contract says can instruct it, because nothing in it takes instructions.
`docs/evaluation.md` has its figures against labelled data.
"""
