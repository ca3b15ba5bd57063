"""The description of the API as a page: made on the server, without scripts, and nothing is fetched from elsewhere."""
