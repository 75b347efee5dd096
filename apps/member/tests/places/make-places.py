"""Writes places.mmdb beside this file, from the addresses that RFC 5737 and RFC 3849 keep for documentation.

pip install mmdb_writer==0.2.7, then: python make-places.py
"""

from pathlib import Path

from mmdb_writer import MMDBWriter
from netaddr import IPSet

SEOUL = {
    "city": {"names": {"en": "Seoul", "ko": "서울"}},
    "country": {"iso_code": "KR", "names": {"en": "South Korea"}},
}
LYON = {"city": {"names": {"en": "Lyon"}}, "country": {"iso_code": "FR", "names": {"en": "France"}}}
JAPAN = {"country": {"iso_code": "JP", "names": {"en": "Japan"}}}
NOWHERE = {"continent": {"code": "EU", "names": {"en": "Europe"}}}

writer = MMDBWriter(
    ip_version=6,
    ipv4_compatible=True,
    database_type="dailyfeed-Test-City",
    languages=["en", "ko"],
    description="Places that are nowhere, for tests",
)
writer.insert_network(IPSet(["203.0.113.0/25"]), SEOUL)
writer.insert_network(IPSet(["203.0.113.128/25"]), LYON)
writer.insert_network(IPSet(["198.51.100.0/24"]), JAPAN)
writer.insert_network(IPSet(["192.0.2.0/24"]), NOWHERE)
writer.insert_network(IPSet(["2001:db8::/32"]), LYON)
# A database that claims to know where a private address is.
writer.insert_network(IPSet(["10.0.0.0/8", "127.0.0.0/8", "fd00::/8"]), SEOUL)
writer.to_db_file(str(Path(__file__).with_name("places.mmdb")))
