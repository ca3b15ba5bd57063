"""Documents in Cosmos DB (STORE=cosmos). The SDK is imported at the first use, not with this package."""
