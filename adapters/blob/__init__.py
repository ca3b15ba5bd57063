"""Blobs of an Azure storage account."""
