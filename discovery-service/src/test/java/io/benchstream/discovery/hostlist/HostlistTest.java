package io.benchstream.discovery.hostlist;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostlistTest {
  private final Hostlist hostlist = new Hostlist(10_000);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "n1 | n1",
        "worker-[0,1] | worker-0 worker-1",
        "gpu[001-004] | gpu001 gpu002 gpu003 gpu004",
        "gpu[8-11] | gpu8 gpu9 gpu10 gpu11",
        "gpu[08-11] | gpu08 gpu09 gpu10 gpu11",
        "gpu[098-101] | gpu098 gpu099 gpu100 gpu101",
        "a[1-2],b,c[3] | a1 a2 b c3",
        "n[1-2]-ib | n1-ib n2-ib",
        "rack[1-2]n[0-1].lab | rack1n0.lab rack1n1.lab rack2n0.lab rack2n1.lab",
        "n[1,2[0-2]] | n1 n20 n21 n22",
        "n[a,b]x | nax nbx",
        "n1,n1,n[1-2] | n1 n2",
        "10.0.0.2, 10.0.0.3 | 10.0.0.2 10.0.0.3",
        "[2001:db8::2],n1 | [2001:db8::2] n1",
      })
  void expands(String expression, String hosts) {
    assertThat(hostlist.expand(expression))
        .isEqualTo(new Hostlist.Expansion.Hosts(List.of(hosts.split(" "))));
  }

  @Test
  void nothingIsNoHost() {
    assertThat(hostlist.expand("")).isEqualTo(new Hostlist.Expansion.Hosts(List.of()));
    assertThat(hostlist.expand(" , ")).isEqualTo(new Hostlist.Expansion.Hosts(List.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "n[1-2 | a '[' is not closed",
        "n1-2] | ']' at character 5 closes nothing",
        "n[2-1] | '2-1' ends before it begins",
        "n[1-] | '1-' is no range of whole numbers such as 001-016",
        "n[1,,2] | '[1,,2]' holds an empty item",
        "n[[[[[[[[[1]]]]]]]]] | brackets are nested more than 8 deep",
      })
  void refuses(String expression, String problem) {
    assertThat(hostlist.expand(expression)).isEqualTo(new Hostlist.Expansion.Refused(problem));
  }

  /** Each is a few characters long and would be millions of hosts. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "n[1-1000000]",
        "n[0-999999999999999999]",
        "n[1-1000]m[1-1000]",
        "n[1-99]m[1-99]o[1-99]p[1-99]",
        "n[1-9000],m[1-9000]",
        "n[1-5000,1-5000,1-5000]",
        "n[[1-9][1-9],[1-99][1-999]]",
      })
  void aBombIsRefusedBeforeItExpands(String expression) {
    assertThat(hostlist.expand(expression))
        .isEqualTo(new Hostlist.Expansion.Refused("it stands for more than 10000 hosts"));
  }

  @Test
  void whateverStandsThereThereIsAnAnswer() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String alphabet = "n019-,[]: ";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int c = random.nextInt(24); c > 0; c--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertThat(hostlist.expand(text.toString())).as("seed %d: %s", seed, text).isNotNull();
    }
  }

  @Test
  void whatWasWrittenAsRangesIsReadBack() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      int width = 1 + random.nextInt(4);
      int from = random.nextInt(500);
      int count = 1 + random.nextInt(200);
      List<String> expected = new ArrayList<>();
      for (int number = from; number < from + count; number++) {
        expected.add(("n%0" + width + "d-x").formatted(number));
      }
      String expression =
          ("n[%0" + width + "d-%0" + width + "d]-x").formatted(from, from + count - 1);
      assertThat(hostlist.expand(expression))
          .as("seed %d", seed)
          .isEqualTo(new Hostlist.Expansion.Hosts(expected));
    }
  }
}
