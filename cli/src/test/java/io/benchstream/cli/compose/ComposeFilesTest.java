package io.benchstream.cli.compose;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.gateway.GatewayConfig;
import io.benchstream.gateway.access.Role;
import io.benchstream.gateway.access.Tokens;
import io.benchstream.runtime.service.ServiceConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** The Compose files keep to what both rule sets know, and their services' configurations load. */
class ComposeFilesTest {
  private static final Path COMPOSE = Path.of("..", "compose");
  private static final Path CONFIG = COMPOSE.resolve("config");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)(?::?-([^}]*))?}");

  /** What docker-compose 1.29 takes at the top of a file; Compose v2 takes more. */
  private static final Set<String> TOP = Set.of("services", "volumes", "networks");

  @ParameterizedTest
  @ValueSource(
      strings = {"compose.yaml", "compose.kafka3.yaml", "compose.tls.yaml", "compose.ray.yaml"})
  void filesKeepToWhatBothVersionsOfComposeKnow(String name) throws IOException {
    Map<String, Object> file = read(name);

    assertThat(file.keySet()).allMatch(key -> TOP.contains(key) || key.startsWith("x-"));
    map(file, "services")
        .forEach(
            (service, definition) -> {
              Map<String, Object> keys = cast(definition);
              assertThat(map(keys, "healthcheck")).as(service).doesNotContainKey("start_interval");
            });
  }

  @Test
  void everyServiceIsBoundedAndListensOnLoopbackOnly() throws IOException {
    map(read("compose.yaml"), "services")
        .forEach(
            (service, definition) -> {
              Map<String, Object> keys = cast(definition);
              assertThat(keys).as(service).containsKeys("image", "mem_limit");
              assertThat(list(keys, "ports"))
                  .as(service)
                  .allMatch(port -> port.toString().startsWith("127.0.0.1:"));
            });
  }

  @Test
  void ownServicesHaveAReadOnlyRootAndNoPrivileges() throws IOException {
    map(read("compose.yaml"), "services")
        .forEach(
            (service, definition) -> {
              Map<String, Object> keys = cast(definition);
              if (String.valueOf(keys.get("image")).startsWith("benchstream/")) {
                assertThat(keys).as(service).containsEntry("read_only", true);
                assertThat(keys).as(service).containsEntry("cap_drop", List.of("ALL"));
              }
            });
  }

  @Test
  void versionsArePinnedAndTheSameInBothPlaces() throws IOException {
    Properties settings = new Properties();
    try (var reader = Files.newBufferedReader(COMPOSE.resolve(".env"))) {
      settings.load(reader);
    }
    Map<String, String> defaults = new HashMap<>();
    try (Stream<Path> files = Files.list(COMPOSE)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".yaml")).toList()) {
        Matcher variable = VARIABLE.matcher(Files.readString(file, UTF_8));
        while (variable.find()) {
          defaults.put(variable.group(1), String.valueOf(variable.group(2)));
        }
      }
    }

    assertThat(settings.stringPropertyNames()).isEqualTo(defaults.keySet());
    defaults.forEach(
        (name, value) -> assertThat(settings.getProperty(name)).as(name).isEqualTo(value));
    assertThat(settings.stringPropertyNames())
        .filteredOn(name -> name.endsWith("_IMAGE"))
        .isNotEmpty()
        .allSatisfy(
            name -> assertThat(settings.getProperty(name)).contains(":").doesNotEndWith(":latest"));
  }

  @Test
  void everyConfigurationLoadsWithEveryKafka() throws IOException {
    for (String service : ServiceConfigs.TYPES.keySet()) {
      ServiceConfig one = ServiceConfigs.load(CONFIG, "kafka.yaml", service);
      ServiceConfig three = ServiceConfigs.load(CONFIG, "kafka3.yaml", service);
      assertThat(one.server().host()).isEqualTo("0.0.0.0");
      assertThat(one.kafka().topics().replicationFactor()).isEqualTo((short) 1);
      assertThat(three.kafka().topics().replicationFactor()).isEqualTo((short) 3);
      assertThat(three.kafka().topics().partitions()).isEqualTo(one.kafka().topics().partitions());
      ServiceConfigs.load(Path.of("..", "kubernetes", "base", "config"), "kafka.yaml", service);
    }
    for (String connectors : List.of("connectors.yaml", "connectors-ray.yaml")) {
      ServiceConfigs.load(CONFIG, "kafka.yaml", "discovery-service", connectors);
    }
  }

  @Test
  void theGatewayIsGivenWhatItsConfigurationNames() throws IOException {
    GatewayConfig config =
        (GatewayConfig) ServiceConfigs.load(CONFIG, "kafka.yaml", "gateway");
    Map<String, Object> gateway = cast(map(read("compose.yaml"), "services").get("gateway"));
    assertThat(config.store()).isEqualTo(URI.create("http://victoria-metrics:8428/"));
    assertThat(list(gateway, "volumes").stream().map(Object::toString))
        .contains(
            "gateway-access:" + requireNonNull(config.access().tokensFile()).getParent() + ":ro",
            "gateway-artifacts:" + config.artifacts());
  }

  @Test
  void aTokenIsMadeOnceAndIsOneThatTheGatewayTakes(@TempDir Path directory) throws Exception {
    String token = makeToken(directory);
    assertThat(new Tokens(directory.resolve("tokens.yaml")).find(token))
        .contains(new Tokens.Holder("compose", Role.WRITE));
    assertThat(makeToken(directory)).isEqualTo(token);
    assertThat(Files.getPosixFilePermissions(directory.resolve("token")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  private static String makeToken(Path directory) throws Exception {
    String program = COMPOSE.resolve("image/make-token").toString();
    Process process = new ProcessBuilder(program, directory.toString()).inheritIO().start();
    assertThat(process.waitFor()).isZero();
    return Files.readString(directory.resolve("token"), UTF_8).strip();
  }

  private static Map<String, Object> read(String name) throws IOException {
    return cast(new Yaml().load(Files.readString(COMPOSE.resolve(name), UTF_8)));
  }

  private static Map<String, Object> map(Map<String, Object> of, String key) {
    Object value = of.get(key);
    return value == null ? Map.of() : cast(value);
  }

  private static List<?> list(Map<String, Object> of, String key) {
    return of.get(key) instanceof List<?> list ? list : List.of();
  }

  @SuppressWarnings("unchecked") // YAML's maps have texts for keys
  private static Map<String, Object> cast(Object value) {
    return (Map<String, Object>) value;
  }
}
