"""Asks one question of many contracts, one after another."""
