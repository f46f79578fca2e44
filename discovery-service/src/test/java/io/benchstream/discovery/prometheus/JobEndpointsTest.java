package io.benchstream.discovery.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.discovery.connector.Pages;
import io.benchstream.discovery.connector.Sighting;
import io.benchstream.schemas.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobEndpointsTest {
  private static final int MOST_BYTES_OF_AN_EVENT = 512 * 1024;

  private static List<Sighting> jobs(int targets, int labelLength) throws Exception {
    StringBuilder list = new StringBuilder("[");
    for (int i = 0; i < targets; i++) {
      list.append(i == 0 ? "" : ",")
          .append(
              "{\"targets\":[\"h%d:80\"],\"labels\":{\"note\":\"%s\"}}"
                  .formatted(i, "x".repeat(labelLength)));
    }
    byte[] page = list.append("]").toString().getBytes(UTF_8);
    try (ScrapeJobSource source =
        ScrapeJobSource.of(
            new TargetListConfig(null, List.of(URI.create("http://sd/")), "job", null, null, null),
            "c",
            "c",
            Map.of(),
            request -> new Pages.Page(200, "application/json", page),
            Clock.systemUTC())) {
      return source.read().resources().stream().filter(sighting -> sighting.job() != null).toList();
    }
  }

  private static int bytes(Sighting sighting) {
    return sighting.endpoints().stream().mapToInt(JobEndpointsTest::bytes).sum();
  }

  private static int bytes(Endpoint endpoint) {
    try {
      return Endpoint.getEncoder().encode(endpoint).remaining();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({"900,1000", "3000,10", "3000,1000"})
  void everyPartOfALargeJobFitsIntoAnEvent(int targets, int labelLength) throws Exception {
    List<Sighting> parts = jobs(targets, labelLength);

    assertThat(parts)
        .hasSizeGreaterThan(1)
        .allSatisfy(
            part -> {
              assertThat(part.endpoints()).hasSizeLessThanOrEqualTo(1_000);
              assertThat(bytes(part)).isLessThan(MOST_BYTES_OF_AN_EVENT / 2 + 1);
            });
    assertThat(parts.stream().flatMap(part -> part.endpoints().stream()).map(Endpoint::getAddress))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, targets).mapToObj("h%d:80"::formatted).toList());
  }

  @Test
  void aJobThatFitsIsOne() throws Exception {
    assertThat(jobs(900, 10)).extracting(Sighting::job).containsExactly("job");
  }
}
