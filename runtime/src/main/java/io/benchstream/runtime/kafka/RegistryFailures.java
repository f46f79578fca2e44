package io.benchstream.runtime.kafka;

final class RegistryFailures {
  static boolean passing(Throwable e) {
    return false;
  }
}
