package io.benchstream.scrape.target;

/** Where a secret is; the secret itself is looked up for each request. */
public sealed interface SecretSource {
  /** A file whose content, trimmed, is the secret. */
  record File(String path) implements SecretSource {}

  /** An environment variable of this process. */
  record Environment(String name) implements SecretSource {}
}
