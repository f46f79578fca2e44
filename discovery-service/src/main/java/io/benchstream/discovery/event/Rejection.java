package io.benchstream.discovery.event;

/**
 * Why an event was refused.
 *
 * @param field path of the field, for example {@code endpoints[2].address}
 * @param value what stood there, cut and with control characters replaced
 * @param problem what is wrong with it
 * @param remedy what to write instead
 */
public record Rejection(String field, String value, String problem, String remedy) {
  private static final int LONGEST_VALUE = 120;

  public Rejection {
    value = printable(value);
  }

  /** All of it in one line. */
  public String message() {
    return "%s: '%s' %s; %s".formatted(field, value, problem, remedy);
  }

  private static String printable(String value) {
    String cut = value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) + "..." : value;
    return cut.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
  }
}
