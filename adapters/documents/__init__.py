"""What every document adapter has in common: the rules of a document, its JSON, and the paging token."""
