"""What the queues and the blobs of an Azure storage account have in common: the client's life, retries, errors."""
