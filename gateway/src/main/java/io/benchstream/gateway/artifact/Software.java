package io.benchstream.gateway.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What is in the jar: the version, and texts that go into files. */
final class Software {
  private static final String UPLOT = "/META-INF/resources/webjars/uplot/";

  private Software() {}

  /** The version of Benchstream. */
  static String version() {
    Properties properties = new Properties();
    try (InputStream in = open("version.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version", "unknown");
  }

  /** The version of the chart library. */
  static String uplotVersion() {
    Properties properties = new Properties();
    try (InputStream in = open("/META-INF/maven/org.webjars.npm/uplot/pom.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version", "unknown");
  }

  /** A file of the chart library. */
  static String uplot(String file) {
    return text(UPLOT + uplotVersion() + "/" + file);
  }

  /** A text in the jar. */
  static String text(String resource) {
    try (InputStream in = open(resource)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String resource) {
    InputStream in = Software.class.getResourceAsStream(resource);
    if (in == null) {
      throw new IllegalStateException(resource + " is not in the jar");
    }
    return in;
  }
}
