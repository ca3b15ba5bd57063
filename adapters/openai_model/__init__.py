"""The Model port, answered by OpenAI, Azure OpenAI, or any server that speaks their protocol."""
