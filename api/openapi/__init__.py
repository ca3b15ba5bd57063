"""What the app says about its API: OpenAPI 3.1, made from the models that validate, and a page to read it."""
