package io.benchstream.publisher.http;

import java.util.OptionalDouble;

/**
 * What vmagent's metrics tell of its reloads.
 *
 * @param reloads {@code vm_promscrape_config_reloads_total}, of reloads that changed something
 * @param errors {@code vm_promscrape_config_reloads_errors_total}
 * @param lastSuccessful {@code vm_promscrape_config_last_reload_successful}
 */
record ReloadMetrics(OptionalDouble reloads, OptionalDouble errors, OptionalDouble lastSuccessful) {

  static ReloadMetrics parse(String page) {
    return new ReloadMetrics(
        value(page, "vm_promscrape_config_reloads_total"),
        value(page, "vm_promscrape_config_reloads_errors_total"),
        value(page, "vm_promscrape_config_last_reload_successful"));
  }

  /** Whether this vmagent tells of a refusal at all. */
  boolean tellsOfErrors() {
    return errors.isPresent();
  }

  boolean refusedSince(ReloadMetrics before) {
    return errors.isPresent() && errors.getAsDouble() > before.errors.orElse(0);
  }

  boolean succeededSince(ReloadMetrics before) {
    return reloads.orElse(0) > before.reloads.orElse(0) && lastSuccessful.orElse(1) == 1;
  }

  private static OptionalDouble value(String page, String name) {
    int start = page.startsWith(name + " ") ? 0 : page.indexOf("\n" + name + " ") + 1;
    if (start == 0 && !page.startsWith(name + " ")) {
      return OptionalDouble.empty();
    }
    int from = start + name.length() + 1;
    int end = page.indexOf('\n', from);
    try {
      return OptionalDouble.of(
          Double.parseDouble(page.substring(from, end < 0 ? page.length() : end).strip()));
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }
}
