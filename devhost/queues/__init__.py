"""Queue triggers, and a queue service of the host's own for apps that no storage account is configured for."""

from devhost.queues.service import QueueService

__all__ = ["QueueService"]
