"""Compares a standard contract with one other, clause by clause."""
