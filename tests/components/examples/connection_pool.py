from airworthy.components.connection_pool import ConnectionPool, ConnectionPoolArgs

ROLE_SECRET = "arn:aws:secretsmanager:us-east-1:000000000000:secret:app-AbCdEf"  # noqa: S105 - a name


def build(name: str) -> None:
    ConnectionPool(
        name,
        ConnectionPoolArgs(
            vpc_id="vpc-1",
            subnet_ids=["subnet-1", "subnet-2"],
            instance="database",
            database_security_group_id="sg-database",
            role="app",
            secret_arn=ROLE_SECRET,
            max_connections=800,
            pods=20,
            pool_per_pod=20,
            clients={"cluster": "sg-cluster"},
            alarm_topics=["arn:aws:sns:us-east-1:000000000000:alarms"],
        ),
    )
