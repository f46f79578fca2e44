package io.benchstream.publisher.delivery;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.benchstream.publisher.remotewrite.Encoding;
import java.util.Locale;

/** What a destination is spoken to in. */
public enum Protocol {
  /** Remote write 1.0 in snappy: any store. */
  @JsonProperty("prometheus")
  PROMETHEUS(Encoding.SNAPPY),
  /** The same in zstd; a version of VictoriaMetrics that does not know it is found out. */
  @JsonProperty("victoriametrics")
  VICTORIAMETRICS(Encoding.ZSTD);

  private final Encoding encoding;

  Protocol(Encoding encoding) {
    this.encoding = encoding;
  }

  public Encoding encoding() {
    return encoding;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
