package io.benchstream.local.registry;

import io.benchstream.local.process.PartException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Finds the unpacked registry; the package documentation has the rule. */
final class RegistryHome {
  static final String PROPERTY = "benchstream.parts";
  static final String VARIABLE = "BENCHSTREAM_PARTS";
  private static final String RESOURCE = "/io/benchstream/local/parts.properties";

  private RegistryHome() {}

  /** The path of {@code quarkus-run.jar}. */
  static Path find(Properties system, Map<String, String> environment) {
    String origin = "the system property " + PROPERTY;
    String parts = system.getProperty(PROPERTY);
    if (parts == null) {
      origin = "the environment variable " + VARIABLE;
      parts = environment.get(VARIABLE);
    }
    if (parts == null) {
      origin = "the build";
      parts = unpackedByTheBuild();
    }
    Path jar = Path.of(parts == null ? "" : parts, "apicurio-registry", "quarkus-run.jar");
    if (!Files.isReadable(jar)) {
      throw new PartException(
          """
          Apicurio Registry is not at %s, where %s says it is. Build it anew in the checkout \
          (./mvnw -pl local process-resources), or name the directory that holds \
          apicurio-registry/quarkus-run.jar in %s."""
              .formatted(jar, origin, VARIABLE));
    }
    return jar.toAbsolutePath();
  }

  private static @Nullable String unpackedByTheBuild() {
    Properties properties = new Properties();
    try (InputStream resource = RegistryHome.class.getResourceAsStream(RESOURCE)) {
      if (resource != null) {
        properties.load(resource);
      }
    } catch (IOException unreadable) {
      throw new PartException("the jar's " + RESOURCE + " cannot be read", unreadable);
    }
    return properties.getProperty("directory");
  }
}
