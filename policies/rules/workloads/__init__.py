"""Rules about Kubernetes workloads."""
