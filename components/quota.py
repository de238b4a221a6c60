"""What a namespace must have room for: every workload at its maximum, amid a release."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from airworthy.components.namespace import NamespaceArgs
from airworthy.components.plan import Plan
from airworthy.components.replicas import most_pods
from airworthy.components.workload import MILLICORES, WorkloadArgs
from airworthy.kit.size import Size

__all__ = ["Demand", "demands", "with_room"]

# Per cent besides. Pods that are ending count until they are gone, and people start some, too.
HEADROOM = 25


@dataclass(frozen=True, kw_only=True, slots=True)
class Demand:
    """What a workload asks of its namespace at most.

    Attributes:
        pods: How many pods it has at most, a release included.
        cpu: Cores that each is promised.
        memory: Memory that each may use.
    """

    pods: int
    cpu: float
    memory: Size


def demands(plan: Plan) -> Iterator[Demand]:
    """What each workload of a system asks for."""
    for service in plan.services.values():
        yield _of(service.args, most_pods(service.args.max_replicas))
    for worker in plan.workers.values():
        yield _of(worker.args, most_pods(worker.args.max_replicas))
    for task in plan.tasks.values():
        yield _of(task.args, 1)  # runs never overlap
    for redis in plan.redis.values():
        yield Demand(pods=1, cpu=redis.cpu, memory=redis.memory)
    if plan.bootstrap:
        yield _of(plan.bootstrap.workload({}), 1)


def with_room(args: NamespaceArgs, asked: Iterable[Demand]) -> NamespaceArgs:
    """A namespace's arguments with bounds that fit what is asked, and a quarter more.

    Args:
        args: The arguments; their bounds are raised where they are too small, never lowered.
        asked: What its workloads ask for.
    """
    each = tuple(asked)
    cores = sum(round(one.cpu * MILLICORES) * one.pods for one in each)
    memory = sum(one.memory.bytes * one.pods for one in each)
    gibibyte = Size.of(gibibytes=1).bytes
    return replace(
        args,
        cpu=max(args.cpu, float(_more(cores, MILLICORES))),
        memory=max(args.memory, Size.of(gibibytes=_more(memory, gibibyte))),
        pods=max(args.pods, _more(sum(one.pods for one in each), 1)),
    )


def _of(args: WorkloadArgs, pods: int) -> Demand:
    return Demand(pods=pods, cpu=args.cpu, memory=args.memory_limit)


def _more(amount: int, unit: int) -> int:
    """An amount and its headroom in whole units, rounded up."""
    return -(-amount * (100 + HEADROOM) // (100 * unit))
