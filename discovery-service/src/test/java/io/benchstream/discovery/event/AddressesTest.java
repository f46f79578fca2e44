package io.benchstream.discovery.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.1:80,10.0.0.1",
    "[2001:db8::1]:80,2001:db8:0:0:0:0:0:1",
    "[::ffff:169.254.169.254]:80,169.254.169.254",
    "h:80,",
    "10.0.0.1.example:80,",
    "0x7f000001:80,",
  })
  void theAddressThatAHostIsWrittenAs(String address, @Nullable String literal) {
    assertThat(Addresses.problem(address)).isEmpty();
    assertThat(Addresses.literal(address).map(InetAddress::getHostAddress))
        .isEqualTo(Optional.ofNullable(literal));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.2:8080",
        "worker-0.cluster.local:1",
        "localhost:65535",
        "server_api:8001",
        "[::1]:9100",
        "[2001:db8::2]:80",
        "[::ffff:10.0.0.1]:80",
        "a.b.:80"
      })
  void takesHostAndPort(String address) {
    assertThat(Addresses.problem(address)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'', has no port",
    "10.0.0.2, has no port",
    "[::1], has no port",
    "10.0.0.2:, has a port that is not a number from 1 to 65535",
    "10.0.0.2:0, has a port that is not a number from 1 to 65535",
    "10.0.0.2:65536, has a port that is not a number from 1 to 65535",
    "10.0.0.2:99999999999, has a port that is not a number from 1 to 65535",
    "10.0.0.2:+80, has a port that is not a number from 1 to 65535",
    "::1:9100, holds an IPv6 address without brackets",
    "[::g]:9100, holds no valid IPv6 address between the brackets",
    "[fe80::1%eth0]:9100, holds no valid IPv6 address between the brackets",
    "[10.0.0.1]:9100, holds no valid IPv6 address between the brackets",
    "256.0.0.1:80, holds no valid IPv4 address",
    "10.1:80, holds no valid IPv4 address",
    ":80, holds no valid host name",
    "http://host:80, holds an IPv6 address without brackets",
    "user@host:80, holds no valid host name",
    "host/path:80, holds no valid host name",
    "a..b:80, holds no valid host name",
    "-a:80, holds no valid host name",
    "'a b:80', holds no valid host name"
  })
  void saysWhatIsWrong(String address, String problem) {
    assertThat(Addresses.problem(address)).hasValue(problem);
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 254})
  void boundsTheLengthOfNames(int length) {
    assertThat(Addresses.problem("a".repeat(length) + ":80")).isPresent();
  }
}
