"""What every other room stands on: the domain, the ports, the services, errors and settings."""
