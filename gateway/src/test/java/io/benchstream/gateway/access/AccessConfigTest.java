package io.benchstream.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessConfigTest {
  private static final AccessConfig OPEN = new AccessConfig(null, 0);

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "10.0.0.1"})
  void nobodyGetsInFromElsewhereWithoutAToken(String host) {
    assertThatThrownBy(() -> OPEN.check(host))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("access.tokens_file")
        .hasMessageContaining(host);
    assertThatCode(() -> new AccessConfig(Path.of("t.yml"), 0).check(host))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1", "localhost"})
  void loopbackIsOpen(String host) {
    assertThatCode(() -> OPEN.check(host)).doesNotThrowAnyException();
  }

  @Test
  void aWrongTokenIsToldWithoutIt() {
    assertThatThrownBy(() -> new TokenConfig("ci", "write", "secret", null))
        .hasMessageContaining("6 characters")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> new TokenConfig("ci", "write", null, "secret"))
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> new TokenConfig("ci", "admin", "0123456789abcdef", null))
        .hasMessageContaining("'admin' is not read or write");
    assertThat(new TokenConfig("ci", "read", "0123456789abcdef", null))
        .asString()
        .doesNotContain("0123456789abcdef");
  }

  @Test
  void onlySoManyRequestsOfACallerArePassed() {
    RateLimits limits = new RateLimits(3);
    List<Boolean> admitted = Stream.generate(() -> limits.admit("a")).limit(4).toList();
    assertThat(admitted).containsExactly(true, true, true, false);
    assertThat(limits.admit("b")).isTrue();
  }
}
