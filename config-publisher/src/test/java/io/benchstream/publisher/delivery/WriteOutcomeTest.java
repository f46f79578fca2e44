package io.benchstream.publisher.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriteOutcomeTest {
  @ParameterizedTest
  @ValueSource(ints = {200, 202, 204})
  void successIsAccepted(int status) {
    assertThat(of(status)).isEqualTo(new WriteOutcome.Accepted());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 409, 413, 415, 422})
  void theRequestIsToBlame(int status) {
    assertThat(of(status)).isEqualTo(new WriteOutcome.Rejected(status, status + " why"));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 401, 403, 404, 408, 429, 500, 502, 503, 504})
  void everythingElseMayPass(int status) {
    assertThat(of(status))
        .isEqualTo(new WriteOutcome.Failed(status + " why", Duration.ofSeconds(3), false));
  }

  private static WriteOutcome of(int status) {
    return WriteOutcome.of(status, Duration.ofSeconds(3), " why\n");
  }
}
