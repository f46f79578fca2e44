package io.benchstream.publisher.remotewrite;

import java.util.Map;

/** How a request is compressed, and the headers that say so. */
public enum Encoding {
  /** Snappy's block format: Prometheus' remote write 1.0, which every receiver takes. */
  SNAPPY("snappy", "X-Prometheus-Remote-Write-Version", "0.1.0"),
  /** VictoriaMetrics' own: two to five times less network. Older versions answer it with 400. */
  ZSTD("zstd", "X-VictoriaMetrics-Remote-Write-Version", "1");

  private final String contentEncoding;
  private final String versionHeader;
  private final String version;

  Encoding(String contentEncoding, String versionHeader, String version) {
    this.contentEncoding = contentEncoding;
    this.versionHeader = versionHeader;
    this.version = version;
  }

  public Map<String, String> headers() {
    return Map.of(
        "Content-Type",
        "application/x-protobuf",
        "Content-Encoding",
        contentEncoding,
        versionHeader,
        version);
  }
}
