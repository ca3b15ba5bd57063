"""Measurements, as ratios against an ideal or a peer in the same run. Never part of the tests."""
