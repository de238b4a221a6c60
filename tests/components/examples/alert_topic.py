from airworthy.components.alert_topic import AlertTopic, AlertTopicArgs


def build(name: str) -> None:
    AlertTopic(name, AlertTopicArgs(emails=["on-call@example.com"]))
