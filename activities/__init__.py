"""The durable activities: thin doors to the services, with JSON on both sides."""
