package io.benchstream.cli.check;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.scrape.exposition.Exemplar;
import io.benchstream.scrape.exposition.ExpositionCursor;
import io.benchstream.scrape.exposition.MetricType;
import java.util.Locale;

/** The sample that a cursor stands on as JSON. */
public final class SampleJson {
  private SampleJson() {}

  static ObjectNode of(ExpositionCursor cursor) {
    ObjectNode sample = JsonNodeFactory.instance.objectNode().put("name", cursor.name());
    ObjectNode labels = sample.putObject("labels");
    for (int i = 0; i < cursor.labelCount(); i++) {
      labels.put(cursor.labelName(i), cursor.labelValue(i));
    }
    putNumber(sample, "value", cursor.value());
    if (cursor.hasTimestamp()) {
      sample.put("timestamp_ms", cursor.timestamp());
    }
    if (cursor.type() != MetricType.UNKNOWN) {
      sample.put("type", cursor.type().name().toLowerCase(Locale.ROOT));
    }
    cursor.exemplar().ifPresent(exemplar -> put(sample.putObject("exemplar"), exemplar));
    return sample;
  }

  private static void put(ObjectNode node, Exemplar exemplar) {
    ObjectNode labels = node.putObject("labels");
    exemplar.labels().forEach(labels::put);
    putNumber(node, "value", exemplar.value());
    exemplar.timestamp().ifPresent(time -> node.put("timestamp_ms", time));
  }

  /** JSON has no word for these three; they are given as the exposition formats write them. */
  public static void putNumber(ObjectNode node, String name, double value) {
    if (Double.isNaN(value)) {
      node.put(name, "NaN");
    } else if (Double.isInfinite(value)) {
      node.put(name, value > 0 ? "+Inf" : "-Inf");
    } else {
      node.put(name, value);
    }
  }
}
