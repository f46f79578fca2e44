package io.benchstream.publisher.kpis;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names of KPI series: {@code benchstream:<kpi>} with the unit as suffix, as in
 * https://prometheus.io/docs/practices/naming/. The colon marks what is computed and not scraped.
 */
final class KpiNames {
  static final String PREFIX = "benchstream:";

  private static final Set<String> NO_UNIT = Set.of("", "1", "count");
  private static final Pattern UNSAFE = Pattern.compile("[^a-zA-Z0-9_]");
  private static final Pattern UNSAFE_START = Pattern.compile("^[0-9]");

  private KpiNames() {}

  /**
   * For example {@code benchstream:ttft_seconds}; a unit that the name ends with is not doubled.
   */
  static String metric(String kpi, String unit) {
    String name = safe(kpi);
    String suffix = suffix(unit);
    return PREFIX + (("_" + name).endsWith(suffix) ? name : name + suffix);
  }

  private static String suffix(String unit) {
    if (NO_UNIT.contains(unit)) {
      return "";
    }
    int per = unit.indexOf('/');
    if (per < 0) {
      return "_" + safe(unit);
    }
    String divisor = unit.substring(per + 1);
    return "_%s_per_%s"
        .formatted(safe(unit.substring(0, per)), divisor.equals("s") ? "second" : safe(divisor));
  }

  /** A label's name: what a store would refuse becomes an underscore. */
  static String label(String name) {
    return UNSAFE_START.matcher(safe(name)).replaceFirst("_$0");
  }

  /** What a store would refuse becomes an underscore. */
  static String safe(String text) {
    return UNSAFE.matcher(text).replaceAll("_");
  }
}
