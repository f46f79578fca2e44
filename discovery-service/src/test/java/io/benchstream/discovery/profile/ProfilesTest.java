package io.benchstream.discovery.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchstream.runtime.config.ConfigException;
import io.benchstream.runtime.config.ConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfilesTest {
  @TempDir Path directory;

  @Test
  void bringsItsOwn() {
    Profiles profiles = Profiles.load(new ConfigLoader(), null);

    assertThat(profiles.names())
        .containsExactly("kubernetes", "qdrant", "ray", "slurm", "slurm-job", "static", "vllm");
    assertThat(profiles.get("ray").orElseThrow().monitors())
        .extracting(Monitor::kind, Monitor::port)
        .contains(
            org.assertj.core.groups.Tuple.tuple("ray-dashboard", 44227),
            org.assertj.core.groups.Tuple.tuple("ray-autoscaler", 44217),
            org.assertj.core.groups.Tuple.tuple("ray-node", 54311));
    assertThat(profiles.get("nothing")).isEmpty();
  }

  @Test
  void takesTheUsersAndPrefersThem() throws IOException {
    write("a.yml", "name: trino\nmonitors: [{kind: trino, hosts: nodes, port: 8080}]");
    write("b.yaml", "name: vllm\ndescription: ours");
    write("notes.txt", "no profile");

    Profiles profiles = Profiles.load(new ConfigLoader(), directory);

    assertThat(profiles.names()).contains("trino", "ray");
    assertThat(profiles.get("vllm").orElseThrow().description()).isEqualTo("ours");
  }

  @Test
  void refusesTwoOfOneName() throws IOException {
    write("a.yml", "name: trino");
    write("b.yml", "name: trino");

    assertThatThrownBy(() -> Profiles.load(new ConfigLoader(), directory))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("b.yml", "a.yml", "trino");
  }

  @Test
  void namesADirectoryThatIsNone() {
    assertThatThrownBy(() -> Profiles.load(new ConfigLoader(), directory.resolve("absent")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("absent");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'name: Ray Cluster'                                                   | is not a name
          'description: x'                                                      | name: 'null'
          'name: x\nmonitor: []'                                                | unknown key
          'name: x\nmonitors: [{kind: a, hosts: nodes}]'                        | outside 1 to 65535
          'name: x\nmonitors: [{kind: a, port: 80}]'                            | has no hosts
          'name: x\nmonitors: [{kind: A B}]'                                    | is not a kind
          'name: x\nmonitors: [{kind: a}, {kind: a}]'                           | stands twice
          'name: x\nmonitors: [{kind: a, scheme: ftp}]'                         | neither http nor https
          'name: x\nmonitors: [{kind: a, path: metrics}]'                       | slash
          'name: x\nmonitors: [{kind: a, labels: {job: x}}]'                    | set by Benchstream
          'name: x\nmonitors: [{kind: a, labels: {instance: x}}]'               | same for all
          'name: x\nscrape_interval: soon'                                      | is not a duration
          """)
  void refusesWhatIsNoProfile(String yaml, String words) throws IOException {
    write("x.yml", yaml.replace("\\n", "\n"));

    assertThatThrownBy(() -> Profiles.load(new ConfigLoader(), directory))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("x.yml", words);
  }

  private void write(String name, String yaml) throws IOException {
    Files.writeString(directory.resolve(name), yaml);
  }
}
