package io.benchstream.local.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchstream.local.process.PartException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinariesTest {
  private final Map<String, String> environment = new HashMap<>();

  @TempDir Path directory;

  @BeforeEach
  void cacheOfItsOwn() {
    environment.put("XDG_CACHE_HOME", directory.resolve("cache").toString());
  }

  @Test
  void aPathGivenWinsOverTheVariableThatOverTheSearchPathThatOverTheCache() throws Exception {
    Path cached = program("cache/benchstream/bin/vmagent");
    assertThat(find(Map.of())).isEqualTo(cached);

    Path onPath = program("bin/vmagent");
    environment.put("PATH", directory.resolve("nothing") + ":" + onPath.getParent());
    assertThat(find(Map.of())).isEqualTo(onPath);

    Path named = program("named");
    environment.put(Tool.VMAGENT.variable(), named.toString());
    assertThat(find(Map.of())).isEqualTo(named);

    Path given = program("given");
    assertThat(find(Map.of(Tool.VMAGENT, given))).isEqualTo(given);
  }

  @Test
  void upstreamsNameIsFoundToo() throws Exception {
    Path program = program("bin/vmagent-prod");
    environment.put("PATH", directory.resolve("bin").toString());

    assertThat(find(Map.of())).isEqualTo(program);
  }

  @Test
  void aWrongPathIsAnErrorAndNoReasonToLookElsewhere() throws Exception {
    program("cache/benchstream/bin/vmagent");
    environment.put(Tool.VMAGENT.variable(), "/no/such/program");

    assertThatThrownBy(() -> find(Map.of()))
        .isInstanceOf(PartException.class)
        .hasMessageContaining("BENCHSTREAM_VMAGENT is /no/such/program");
  }

  private Path find(Map<Tool, Path> chosen) {
    return Binaries.of(chosen, environment, _ -> {}, List.of()).find(Tool.VMAGENT);
  }

  private Path program(String name) throws Exception {
    Path path = directory.resolve(name);
    Files.createDirectories(path.getParent());
    return Files.createFile(
        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
  }
}
