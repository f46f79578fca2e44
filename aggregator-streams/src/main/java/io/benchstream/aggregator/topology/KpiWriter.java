package io.benchstream.aggregator.topology;

import io.benchstream.schemas.KpiWindow;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Encodes the records of {@code kpis}. Each task has one of its own. */
@FunctionalInterface
public interface KpiWriter {
  ProducerRecord<byte[], byte[]> record(String key, KpiWindow kpi);
}
