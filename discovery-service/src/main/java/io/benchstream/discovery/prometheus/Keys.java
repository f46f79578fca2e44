package io.benchstream.discovery.prometheus;

import io.benchstream.runtime.config.DurationText;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The keys of one map of a configuration, read as what they are to be. Not thread-safe. */
final class Keys {
  private static final Pattern BYTES = Pattern.compile("([0-9.]+)([KMGTPE]?)(i?)B?");

  private final Map<String, @Nullable Object> map;

  private Keys(Map<String, @Nullable Object> map) {
    this.map = map;
  }

  static Keys of(@Nullable Object value) throws ScrapeConfigException {
    if (value == null) {
      return new Keys(Map.of());
    }
    if (!(value instanceof Map<?, ?> map)) {
      throw new ScrapeConfigException("", "is not a map of keys and values");
    }
    Map<String, @Nullable Object> keys = new LinkedHashMap<>();
    map.forEach((key, item) -> keys.put(String.valueOf(key), item));
    return new Keys(keys);
  }

  /** Fails where there is a key that nobody knows. */
  void only(Set<String> known) throws ScrapeConfigException {
    for (String key : map.keySet()) {
      if (!known.contains(key)) {
        throw new ScrapeConfigException(
            key, "is not known here; known are " + String.join(", ", new TreeSet<>(known)));
      }
    }
  }

  Set<String> names() {
    return map.keySet();
  }

  boolean has(String key) {
    return map.get(key) != null;
  }

  @Nullable Object raw(String key) {
    return map.get(key);
  }

  @Nullable String textOrNull(String key) throws ScrapeConfigException {
    Object value = map.get(key);
    if (value == null) {
      return null;
    }
    if (!(value instanceof String text)) {
      throw new ScrapeConfigException(key, "is not a text");
    }
    return text;
  }

  String text(String key, String otherwise) throws ScrapeConfigException {
    String value = textOrNull(key);
    return value == null ? otherwise : value;
  }

  boolean flag(String key, boolean otherwise) throws ScrapeConfigException {
    String value = textOrNull(key);
    if (value == null) {
      return otherwise;
    }
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on" -> true;
      case "false", "no", "off" -> false;
      default -> throw new ScrapeConfigException(key, "'%s' is not true or false".formatted(value));
    };
  }

  long number(String key, long most) throws ScrapeConfigException {
    String value = text(key, "0");
    try {
      long number = Long.parseLong(value);
      if (number >= 0 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new ScrapeConfigException(
        key, "'%s' is not a number from 0 to %d".formatted(value, most));
  }

  /** A size such as 64MB, as Prometheus' units.Base2Bytes: all of base 2. */
  long bytes(String key, long otherwise) throws ScrapeConfigException {
    String value = textOrNull(key);
    if (value == null) {
      return otherwise;
    }
    Matcher matcher = BYTES.matcher(value);
    try {
      if (matcher.matches()) {
        int power = "KMGTPE".indexOf(matcher.group(2)) + (matcher.group(2).isEmpty() ? 0 : 1);
        return new BigDecimal(matcher.group(1))
            .multiply(BigDecimal.valueOf(1L << (10 * power)))
            .longValueExact();
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // Told below.
    }
    throw new ScrapeConfigException(key, "'%s' is not a size such as 64MB".formatted(value));
  }

  @Nullable Duration duration(String key) throws ScrapeConfigException {
    String value = textOrNull(key);
    try {
      return value == null ? null : DurationText.parse(value);
    } catch (IllegalArgumentException e) {
      throw new ScrapeConfigException(key, String.valueOf(e.getMessage()), e);
    }
  }

  List<@Nullable Object> list(String key) throws ScrapeConfigException {
    Object value = map.get(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list)) {
      throw new ScrapeConfigException(key, "is not a list");
    }
    return new ArrayList<>(list);
  }

  List<String> texts(String key) throws ScrapeConfigException {
    List<String> texts = new ArrayList<>();
    for (Object item : list(key)) {
      if (!(item instanceof String text)) {
        throw new ScrapeConfigException(key, "holds something that is no text");
      }
      texts.add(text);
    }
    return texts;
  }

  Map<String, String> textMap(String key) throws ScrapeConfigException {
    Map<String, String> texts = new LinkedHashMap<>();
    try {
      Keys keys = of(map.get(key));
      for (String name : keys.names()) {
        texts.put(name, keys.text(name, ""));
      }
    } catch (ScrapeConfigException e) {
      throw e.within(key);
    }
    return texts;
  }
}
