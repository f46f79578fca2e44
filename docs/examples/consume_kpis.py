#!/usr/bin/env python3
"""Prints every final KPI that stands on the topic, one line each: window end, scope, KPI, values,
share of the window that was seen.

    pip install confluent-kafka avro          # or: apt install python3-confluent-kafka python3-avro
    consume_kpis.py localhost:9092 http://localhost:8081/apis/registry/v3 [topic]
"""

import io
import struct
import sys
import urllib.request

import avro.io
import avro.schema
from confluent_kafka import OFFSET_BEGINNING, Consumer, TopicPartition


class Schemas:
    """Schemas by the id that stands before each value: a zero byte, then 32 bits, big-endian."""

    def __init__(self, registry):
        self.registry = registry
        self.readers = {}

    def decode(self, value):
        magic, schema_id = struct.unpack(">bI", value[:5])
        if magic != 0:
            raise ValueError("the value does not begin with a zero byte")
        if schema_id not in self.readers:
            url = "%s/ids/contentIds/%d" % (self.registry, schema_id)
            with urllib.request.urlopen(url, timeout=10) as answer:
                schema = avro.schema.parse(answer.read().decode())
            self.readers[schema_id] = avro.io.DatumReader(schema)
        return self.readers[schema_id].read(avro.io.BinaryDecoder(io.BytesIO(value[5:])))


def millis(time):
    """Avro gives a timestamp as a datetime or, in older releases, as a number."""
    return time if isinstance(time, int) else round(time.timestamp() * 1000)


def line(kpi):
    scope = kpi["scope"]
    labels = ",".join("%s=%s" % label for label in sorted(scope["labels"].items()))
    values = " ".join("%s=%.12f" % value for value in sorted(kpi["values"].items()))
    seen, expected = kpi["quality"]["scrapesSeen"], kpi["quality"]["scrapesExpected"]
    return "\t".join(
        [
            str(millis(kpi["windowEnd"])),
            "%s/%s{%s}" % (scope["cluster"], scope["job"], labels),
            kpi["kpi"],
            "%s %s" % (values, kpi["unit"]),
            "%d/%d%s" % (seen, expected, " LOW" if seen < 0.9 * expected else ""),
        ]
    )


def main(bootstrap, registry, topic="benchstream.kpis"):
    schemas = Schemas(registry)
    consumer = Consumer(
        {
            "bootstrap.servers": bootstrap,
            "group.id": "consume-kpis-example",  # nothing is committed
            "enable.auto.commit": False,
            "isolation.level": "read_committed",  # the aggregator writes in transactions
        }
    )
    partitions = consumer.list_topics(topic, 10).topics[topic].partitions
    ends = {}
    for partition in partitions:
        low, high = consumer.get_watermark_offsets(TopicPartition(topic, partition), 10)
        if low < high:
            ends[partition] = high
    consumer.assign([TopicPartition(topic, partition, OFFSET_BEGINNING) for partition in ends])
    idle = 0
    while ends and idle < 10:
        message = consumer.poll(1)
        if message is None:
            idle += 1
        elif message.error():
            raise SystemExit(message.error())
        else:
            idle = 0
            kpi = schemas.decode(message.value())
            # Provisional values are of windows that are still open; each final one comes once.
            if kpi["status"] == "FINAL":
                print(line(kpi))
        # Transaction markers take offsets too: the position tells that the end is reached.
        for place in consumer.position([TopicPartition(topic, partition) for partition in ends]):
            if place.offset >= ends[place.partition]:
                del ends[place.partition]
    consumer.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
