package io.benchstream.scrape.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormatTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/openmetrics-text",
        "application/openmetrics-text; version=1.0.0; charset=utf-8",
        " Application/OpenMetrics-Text;version=0.0.1"
      })
  void knowsOpenMetrics(String contentType) {
    assertThat(Format.ofContentType(contentType)).contains(Format.OPENMETRICS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "text/plain; version=0.0.4", "text/plain", "text/html", ";;"})
  void takesAllElseForText(String contentType) {
    assertThat(Format.ofContentType(contentType)).contains(Format.TEXT);
  }

  @Test
  void takesNoHeaderForTextAndRefusesProtobuf() {
    assertThat(Format.ofContentType(null)).contains(Format.TEXT);
    assertThat(Format.ofContentType("application/vnd.google.protobuf; encoding=delimited"))
        .isEmpty();
  }
}
