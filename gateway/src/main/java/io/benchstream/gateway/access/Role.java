package io.benchstream.gateway.access;

/** What a token is good for. */
public enum Role {
  /** Looks at everything, changes nothing. */
  READ,
  /** Does everything. */
  WRITE
}
