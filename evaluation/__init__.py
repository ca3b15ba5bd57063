"""Measures the clause rules and the offline comparison against documents labelled by experts."""
