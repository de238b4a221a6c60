"""Whether a pool of connections fits between its clients and its database, in plain numbers."""

from dataclasses import dataclass

__all__ = ["MOST_PERCENT", "PoolSizing"]

MOST_PERCENT = 90  # per cent of the database's connections that a pool may ever take


@dataclass(frozen=True, kw_only=True, slots=True)
class PoolSizing:
    """A pool between pods and a database.

    Three things must hold:

    - the pool's share and the reserve fit the database: `share + reserve <= max_connections`;
    - the share is a percentage, so it grows and shrinks with the database: at most 90 %;
    - every pod at its limit is served: `pods * pool_per_pod <= share * sharing`.

    Attributes:
        max_connections: Connections that the database takes.
        reserve: Connections kept free of the pool, for migrations, backups, people, and what
            the server keeps for itself.
        percent: The pool's part of `max_connections`, in per cent.
        pods: The highest number of pods there can be at once.
        pool_per_pod: Connections that one pod opens to the pool at most.
        sharing: Clients that may share one connection to the database.
    """

    max_connections: int
    reserve: int
    percent: int
    pods: int
    pool_per_pod: int
    sharing: int = 1

    @classmethod
    def largest_percent(cls, max_connections: int, reserve: int) -> int:
        """The largest percentage that leaves the reserve free; 0 where none does."""
        free = max(max_connections - reserve, 0)
        return min(100 * free // max_connections, MOST_PERCENT) if max_connections > 0 else 0

    @property
    def share(self) -> int:
        """Connections of the database that the pool has for certain."""
        return self.max_connections * self.percent // 100

    @property
    def most(self) -> int:
        """Connections of the database that the pool may take, should AWS round up."""
        return -(-self.max_connections * self.percent // 100)

    @property
    def clients(self) -> int:
        """Connections that clients may have to the pool."""
        return self.share * self.sharing

    @property
    def demand(self) -> int:
        """Connections that clients want when all of them are up."""
        return self.pods * self.pool_per_pod

    @property
    def leaves_room(self) -> bool:
        """Whether the database keeps its reserve."""
        return self.percent <= MOST_PERCENT and self.most + self.reserve <= self.max_connections

    @property
    def serves_all(self) -> bool:
        """Whether every pod gets its connections."""
        return self.demand <= self.clients

    def explained(self) -> str:
        """Both sides of what does not hold, with the numbers that would; empty if all holds."""
        if not self.leaves_room:
            largest = self.largest_percent(self.max_connections, self.reserve)
            return (
                f"at most {largest}: {self.percent} % of {self.max_connections} connections are "
                f"{self.most}, and with {self.reserve} in reserve for direct connections that is "
                f"{self.most + self.reserve}"
            )
        if not self.serves_all:
            return (
                f"at most {self.clients // self.pods if self.pods else self.clients}: {self.pods} "
                f"pods x {self.pool_per_pod} are {self.demand} client connections, and the pool "
                f"serves {self.clients} ({self.percent} % of {self.max_connections} connections, "
                f"{self.sharing} client{'s' * (self.sharing > 1)} each)"
            )
        return ""
