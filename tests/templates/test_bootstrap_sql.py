# ruff: noqa: S608 - statements made of this file's own constants
from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from itertools import count
from typing import TYPE_CHECKING

import pytest

from airworthy.templates.bootstrap_sql import BootstrapSql, DatabaseRoles

if TYPE_CHECKING:
    from tests.templates.conftest import Postgres

on_a_server = pytest.mark.server("postgres", "initdb", "psql")

PASSWORD = "a password for a test alone"  # noqa: S105 - of a server that ends with the test
ROLES = ("owner", "app", "readonly", "monitor")
NUMBERS = count(1)

DENIED = "permission denied"
READ_ONLY = "read-only transaction"
ROW = "INSERT INTO orders (note) VALUES ('again')"


def bootstrap(name: str) -> BootstrapSql:
    return BootstrapSql(database=name, roles=DatabaseRoles.of(name))


@dataclass(frozen=True)
class Database:
    """A bootstrapped database, and the roles by what they are for."""

    server: Postgres
    artefact: BootstrapSql

    def name(self, purpose: str) -> str:
        name: str = getattr(self.artefact.roles, purpose)
        return name

    def ask(self, purpose: str, text: str) -> str:
        return self.server.sql(text, self.artefact.database, self.name(purpose), PASSWORD)


def passwords(server: Postgres, artefact: BootstrapSql) -> None:
    for purpose in ROLES:
        server.sql(f"ALTER ROLE {getattr(artefact.roles, purpose)} PASSWORD '{PASSWORD}'")


@pytest.fixture(scope="module")
def database(postgres: Postgres) -> Database:
    """Bootstrapped, migrated by the owner with a table and a function, bootstrapped once more."""
    artefact = bootstrap("shop")
    postgres.sql(artefact.render())
    passwords(postgres, artefact)
    made = Database(postgres, artefact)
    made.ask(
        "owner",
        """
        CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, note text);
        CREATE TABLE counted (id serial PRIMARY KEY);
        INSERT INTO orders (note) VALUES ('first');
        CREATE FUNCTION add_order() RETURNS void LANGUAGE sql SECURITY DEFINER
            AS $$ INSERT INTO orders (note) VALUES ('by function') $$;
        """,
    )
    return made


ALLOWED = [
    ("app", "SELECT count(*) > 0 FROM orders"),
    ("app", ROW),
    ("app", "INSERT INTO counted DEFAULT VALUES"),
    ("app", "UPDATE orders SET note = 'changed'"),
    ("app", "DELETE FROM orders WHERE note = 'none'"),
    ("app", "SELECT add_order()"),
    ("readonly", "SELECT count(*) > 0 FROM orders"),
    ("readonly", "SELECT last_value FROM counted_id_seq"),
    ("monitor", "SELECT count(*) FROM pg_stat_activity WHERE query <> '<insufficient privilege>'"),
    ("owner", "CREATE TABLE later (id int); DROP TABLE later"),
]


@on_a_server
@pytest.mark.parametrize("again", [False, True], ids=["once", "twice"])
@pytest.mark.parametrize(("purpose", "text"), ALLOWED)
def test_a_role_can_do_its_work(
    database: Database, purpose: str, text: str, *, again: bool
) -> None:
    """What each role is for works, after the first run and after the second."""
    if again:
        database.server.sql(database.artefact.render())

    database.ask(purpose, text)


WRITABLE = "SET default_transaction_read_only = off;"
REFUSED = [
    ("app", "CREATE TABLE mine (id int)", DENIED),
    ("app", "CREATE TEMPORARY TABLE mine (id int)", DENIED),
    ("app", "CREATE SCHEMA mine", DENIED),
    ("app", "ALTER TABLE orders ADD COLUMN more text", "must be owner"),
    ("app", "DROP TABLE orders", "must be owner"),
    ("app", "TRUNCATE orders", DENIED),
    ("app", "CREATE INDEX ON orders (note)", "must be owner"),
    ("app", "CREATE ROLE mine", DENIED),
    ("app", "CREATE DATABASE mine", DENIED),
    ("app", "SET ROLE shop_owner", DENIED),
    ("app", "SELECT * FROM monitoring.pg_stat_statements", DENIED),
    ("readonly", ROW, READ_ONLY),
    ("readonly", WRITABLE + ROW, DENIED),
    ("readonly", WRITABLE + "UPDATE orders SET note = ''", DENIED),
    ("readonly", WRITABLE + "DELETE FROM orders", DENIED),
    ("readonly", WRITABLE + "SELECT add_order()", DENIED),
    ("readonly", WRITABLE + "SELECT setval('counted_id_seq', 9)", DENIED),
    ("readonly", WRITABLE + "CREATE TABLE mine (id int)", DENIED),
    ("monitor", "SELECT * FROM public.orders", DENIED),
    ("monitor", "CREATE TABLE public.mine (id int)", DENIED),
    ("monitor", "CREATE TABLE monitoring.mine (id int)", DENIED),
    ("owner", "CREATE ROLE mine", DENIED),
    ("owner", "CREATE DATABASE mine", DENIED),
]


@on_a_server
@pytest.mark.parametrize(("purpose", "text", "why"), REFUSED)
def test_a_role_can_do_nothing_else(database: Database, purpose: str, text: str, why: str) -> None:
    """What a role is not for is refused by the server."""
    with pytest.raises(RuntimeError, match=why):
        database.ask(purpose, text)


@on_a_server
def test_strangers_stay_out(database: Database) -> None:
    """A role that the bootstrap does not know cannot connect to the database."""
    database.server.sql(f"CREATE ROLE stranger LOGIN PASSWORD '{PASSWORD}'")

    with pytest.raises(RuntimeError, match=DENIED):
        database.server.sql("SELECT 1", database.artefact.database, "stranger", PASSWORD)


@on_a_server
@pytest.mark.parametrize(
    ("purpose", "parameter", "value"),
    [
        ("owner", "lock_timeout", "10s"),
        ("owner", "statement_timeout", "0"),
        ("app", "lock_timeout", "10s"),
        ("app", "statement_timeout", "1min"),
        ("app", "idle_in_transaction_session_timeout", "1min"),
        ("readonly", "statement_timeout", "5min"),
        ("readonly", "default_transaction_read_only", "on"),
        ("monitor", "statement_timeout", "10s"),
        ("monitor", "search_path", "monitoring"),
    ],
)
def test_limits_of_roles(database: Database, purpose: str, parameter: str, value: str) -> None:
    """A session of a role starts with the limits of that role."""
    assert database.ask(purpose, f"SHOW {parameter}") == value


@on_a_server
def test_drift_is_undone(database: Database) -> None:
    """A privilege that somebody granted by hand is gone after the next run."""
    app = database.name("app")
    database.server.sql(
        f"GRANT TRUNCATE ON orders TO {app}; GRANT CREATE ON SCHEMA public TO {app}, PUBLIC;"
        f"GRANT ALL ON DATABASE shop TO PUBLIC; ALTER ROLE {app} CREATEDB CREATEROLE;",
        database.artefact.database,
    )

    database.server.sql(database.artefact.render())

    for text in ("TRUNCATE orders", "CREATE TABLE mine (id int)", "CREATE ROLE mine"):
        with pytest.raises(RuntimeError, match=DENIED):
            database.ask("app", text)


@on_a_server
@pytest.mark.parametrize(
    ("drift", "why"),
    [
        ("ALTER ROLE {app} SUPERUSER", "superuser"),
        ("ALTER ROLE {readonly} BYPASSRLS", "bypasses row security"),
        ("GRANT {owner} TO {app}", "member of another role"),
        ("GRANT pg_read_all_data TO {monitor}", "member of another role"),
    ],
)
def test_drift_that_it_cannot_undo_stops_it(postgres: Postgres, drift: str, why: str) -> None:
    """A role with rights that only a superuser may take away makes the run fail, not pass."""
    artefact = bootstrap(f"drift_{next(NUMBERS)}")
    postgres.sql(artefact.render())
    roles = {purpose: getattr(artefact.roles, purpose) for purpose in ROLES}
    postgres.sql(drift.format(**roles))

    with pytest.raises(RuntimeError, match=why):
        postgres.sql(artefact.render())


@on_a_server
def test_an_administrator_who_is_no_superuser_suffices(postgres: Postgres) -> None:
    """As on RDS: a master that may make roles, and a database that came with the instance."""
    postgres.sql(
        f"CREATE ROLE master LOGIN CREATEROLE CREATEDB PASSWORD '{PASSWORD}';"
        "GRANT pg_monitor TO master WITH ADMIN OPTION; CREATE DATABASE managed OWNER master"
    )
    # RDS lets its master make the extension; here only a superuser may, and it lands in public.
    postgres.sql("CREATE EXTENSION pg_stat_statements", "managed")
    artefact = bootstrap("managed")

    for _ in range(2):
        postgres.sql(artefact.render(), "postgres", "master", PASSWORD)

    passwords(postgres, artefact)
    made = Database(postgres, artefact)
    made.ask("owner", "CREATE TABLE orders (note text)")
    made.ask("app", ROW)
    with pytest.raises(RuntimeError, match=DENIED):
        made.ask("app", "CREATE TABLE mine (id int)")


@on_a_server
def test_a_schema_of_somebody_else_stops_it(postgres: Postgres) -> None:
    """Where public belongs to another role its rights cannot be revoked, and that is said."""
    artefact = bootstrap("foreign")
    postgres.sql(
        f"CREATE ROLE keeper LOGIN CREATEROLE CREATEDB PASSWORD '{PASSWORD}';"
        "GRANT pg_monitor TO keeper WITH ADMIN OPTION; CREATE DATABASE foreign_db OWNER keeper"
    )
    postgres.sql(
        "CREATE EXTENSION pg_stat_statements;"
        "ALTER SCHEMA public OWNER TO superuser; GRANT ALL ON SCHEMA public TO PUBLIC",
        "foreign_db",
    )

    with pytest.raises(RuntimeError, match="open to everybody"):
        postgres.sql(
            replace(artefact, database="foreign_db").render(), "postgres", "keeper", PASSWORD
        )


@pytest.mark.parametrize("purpose", ["database", *ROLES])
@pytest.mark.parametrize("name", ["", "Shop", 'a"b', "a b", "1st", "a" * 64, "a;b", "a\nb"])
def test_refuses_what_is_no_identifier(purpose: str, name: str) -> None:
    """A name that would need quoting is refused when rendering."""
    names = asdict(DatabaseRoles.of("shop")) | {"database": "shop", purpose: name}
    artefact = BootstrapSql(database=names.pop("database"), roles=DatabaseRoles(**names))

    with pytest.raises(ValueError, match="no plain SQL identifier"):
        artefact.render()


def test_refuses_two_roles_in_one() -> None:
    """Roles of one name would give the weaker the rights of the stronger."""
    with pytest.raises(ValueError, match="share a name"):
        replace(DatabaseRoles.of("shop"), readonly="shop_app")
