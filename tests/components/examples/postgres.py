from airworthy.components.postgres import Postgres, PostgresArgs


def build(name: str) -> None:
    Postgres(
        name,
        PostgresArgs(
            vpc_id="vpc-1",
            subnet_ids=["subnet-1", "subnet-2"],
            clients={"cluster": "sg-1"},
            read_replicas=1,
            alarm_topics=["arn:aws:sns:us-east-1:000000000000:alarms"],
        ),
    )
