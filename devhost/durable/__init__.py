"""A small durable task engine: event-sourced, in memory, driving the real azure-functions-durable executor."""
