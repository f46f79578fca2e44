package io.benchstream.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkRulesTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8,10.255.1.2,true",
    "10.0.0.0/8,11.0.0.0,false",
    "10.1.2.3,10.1.2.3,true",
    "10.1.2.3,10.1.2.2,false",
    "192.168.129.0/17,192.168.128.1,true",
    "192.168.129.0/17,192.168.127.1,false",
    "0.0.0.0/0,8.8.8.8,true",
    "0.0.0.0/0,::1,false",
    "fe80::/10,febf::1,true",
    "fe80::/10,fec0::1,false",
  })
  void knowsWhatIsInANetwork(String network, String address, boolean inside) {
    assertThat(Network.parse(network).contains(InetAddress.ofLiteral(address))).isEqualTo(inside);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "fe80::/129"})
  void refusesWhatIsNoNetwork(String text) {
    assertThatThrownBy(() -> Network.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'" + text + "' is not a network such as 10.0.0.0/8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"169.254.169.254", "::ffff:169.254.169.254", "fe80::1", "2852039166"})
  void deniesLinkLocalUnlessItIsAllowed(String address) {
    InetAddress linkLocal = InetAddress.ofLiteral(address);

    assertThat(NetworkRules.DEFAULT.refusal(linkLocal)).isPresent();
    assertThat(
            new NetworkRules(
                    List.of(Network.parse("169.254.0.0/16"), Network.parse("fe80::/10")), List.of())
                .refusal(linkLocal))
        .isEmpty();
  }

  @Test
  void allowsTheRestByDefault() {
    for (String address : List.of("127.0.0.1", "10.0.0.1", "8.8.8.8", "::1", "2001:db8::1")) {
      assertThat(NetworkRules.DEFAULT.refusal(InetAddress.ofLiteral(address))).isEmpty();
    }
  }

  @Test
  void allowsOnlyWhatIsNamedWhereAnythingIs() {
    NetworkRules rules =
        new NetworkRules(
            List.of(Network.parse("10.1.0.0/16")), List.of(Network.parse("10.0.0.0/8")));

    assertThat(rules.refusal(InetAddress.ofLiteral("10.1.2.3"))).isEmpty();
    assertThat(rules.refusal(InetAddress.ofLiteral("10.2.2.3")))
        .contains("10.2.2.3 is in none of the networks to scrape; add it to networks.allow");
  }

  @Test
  void deniesWhatIsNamed() {
    NetworkRules rules = new NetworkRules(List.of(), List.of(Network.parse("10.0.0.0/8")));

    assertThat(rules.refusal(InetAddress.ofLiteral("10.2.2.3")))
        .contains("10.2.2.3 is in 10.0.0.0/8, which networks.deny names");
    assertThat(rules.refusal(InetAddress.ofLiteral("11.2.2.3"))).isEmpty();
  }
}
