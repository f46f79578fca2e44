package io.benchstream.gateway.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.runtime.config.ConfigException;
import io.benchstream.runtime.config.ConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bearer tokens of a YAML file. A changed file counts within a second; where it cannot be read,
 * what was read before goes on. Only digests are held and compared, so that neither memory nor the
 * time of an answer tells of a token. Thread-safe.
 */
public final class Tokens {
  private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);
  private static final long CHECK_EVERY_NANOS = 1_000_000_000L;

  private final Path file;
  private Map<String, Holder> byDigest;
  private FileTime modified;
  private long checked = System.nanoTime();

  /** Who has a token, and for what. */
  public record Holder(String name, Role role) {}

  /**
   * Reads the file.
   *
   * @throws ConfigException where it cannot be read or is invalid
   */
  public Tokens(Path file) {
    this.file = file;
    this.modified = modified(file);
    this.byDigest = read(file);
  }

  /** Whose token it is; empty for one that is not known. */
  public Optional<Holder> find(String token) {
    return Optional.ofNullable(current().get(digest(token)));
  }

  private synchronized Map<String, Holder> current() {
    long now = System.nanoTime();
    if (now - checked > CHECK_EVERY_NANOS) {
      checked = now;
      FileTime present = modified(file);
      if (!present.equals(modified)) {
        modified = present;
        try {
          byDigest = read(file);
          LOG.info("the tokens of {} were read anew", file);
        } catch (ConfigException e) {
          LOG.error("the tokens read before stay in use: {}", e.getMessage());
        }
      }
    }
    return byDigest;
  }

  private static Map<String, Holder> read(Path file) {
    Map<String, Holder> holders = new HashMap<>();
    for (TokenConfig token : new ConfigLoader().load(file, TokenFileConfig.class).tokens()) {
      String text = token.token();
      String sha256 = token.sha256();
      String key = sha256 == null ? digest(text == null ? "" : text) : sha256;
      holders.put(key.toLowerCase(Locale.ROOT), new Holder(token.name(), token.toRole()));
    }
    return Map.copyOf(holders);
  }

  private static FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }

  private static String digest(String token) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
