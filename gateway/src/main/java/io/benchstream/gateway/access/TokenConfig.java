package io.benchstream.gateway.access;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One token of the file.
 *
 * @param name who has it, for logs; unique
 * @param role {@code read} or {@code write}
 * @param token 16 characters or more; or, in its place, {@code sha256}
 * @param sha256 SHA-256 of the token in hexadecimal
 */
record TokenConfig(String name, String role, @Nullable String token, @Nullable String sha256) {
  private static final int SHORTEST = 16;
  private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");

  TokenConfig(
      @Nullable String name,
      @Nullable String role,
      @Nullable String token,
      @Nullable String sha256) {
    if (name == null || name.isBlank()) {
      throw new IllegalArgumentException("name is missing; say who has the token");
    }
    if (role == null || !(role.equals("read") || role.equals("write"))) {
      throw new IllegalArgumentException("role: '%s' is not read or write".formatted(role));
    }
    if ((token == null) == (sha256 == null)) {
      throw new IllegalArgumentException("give either token or sha256");
    }
    // What is wrong is told without the value: it is, or nearly is, a secret.
    if (token != null && token.length() < SHORTEST) {
      throw new IllegalArgumentException(
          "token: it has %d characters, the least is %d".formatted(token.length(), SHORTEST));
    }
    if (sha256 != null && !SHA256.matcher(sha256).matches()) {
      throw new IllegalArgumentException("sha256: it is not 64 hexadecimal digits");
    }
    this.name = name;
    this.role = role;
    this.token = token;
    this.sha256 = sha256;
  }

  Role toRole() {
    return Role.valueOf(role.toUpperCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return "token of " + name;
  }
}
