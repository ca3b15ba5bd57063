"""What only the adapter for Cosmos DB has to do: faults of the service, its containers, its client."""
