"""Rules about caches, queues and what else Redis holds."""
