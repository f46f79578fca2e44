package io.benchstream.schemas.topics;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The ids of targets: stable hashes, so that the same target has the same id after any restart. */
public final class TargetIds {
  private static final int DIGITS = 32;

  private TargetIds() {}

  /**
   * The first 128 bits of a SHA-256, in hexadecimal, over cluster, job, address, path and params;
   * each field is preceded by its length, so that no two lists of fields look alike.
   */
  public static String of(
      String cluster,
      @Nullable String job,
      String address,
      String path,
      Map<String, List<String>> params) {
    MessageDigest digest = sha256();
    field(digest, cluster);
    field(digest, job == null ? "" : "job/" + job);
    field(digest, address);
    field(digest, path);
    new TreeMap<>(params)
        .forEach(
            (name, values) -> {
              field(digest, name);
              field(digest, Integer.toString(values.size()));
              values.forEach(value -> field(digest, value));
            });
    return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
  }

  private static void field(MessageDigest digest, String value) {
    byte[] bytes = value.getBytes(UTF_8);
    int length = bytes.length;
    digest.update((byte) (length >>> 24));
    digest.update((byte) (length >>> 16));
    digest.update((byte) (length >>> 8));
    digest.update((byte) length);
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
