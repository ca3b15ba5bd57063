"""The operations of the API, declared room by room: one module beside each module of `api` that has endpoints."""
