"""Answers the port `Telemetry`."""
