package io.benchstream.aggregator.layout;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.SchemaNormalization;

/**
 * One series of a scrape.
 *
 * @param name metric name
 * @param labels its labels, without those common to the scrape
 */
public record SeriesLabels(String name, Map<String, String> labels) {

  /** 64 bits that tell the series of one target apart, whatever the order of the labels. */
  long id() {
    StringBuilder text = new StringBuilder(name);
    new TreeMap<>(labels)
        .forEach((key, value) -> text.append('\0').append(key).append('\0').append(value));
    return SchemaNormalization.fingerprint64(text.toString().getBytes(UTF_8));
  }
}
