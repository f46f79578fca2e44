package io.benchstream.cli.docs;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes the reference of configuration keys from the records that hold them: the keys and types
 * from the components, the meaning from their Javadoc in the sources.
 */
final class ConfigurationReference {
  private static final Pattern LINK = Pattern.compile("\\{@(?:code|link|linkplain)\\s+#?([^}]*)}");
  private static final Map<Class<?>, String> TYPES =
      Map.of(
          Integer.class, "number",
          int.class, "number",
          Long.class, "number",
          long.class, "number",
          short.class, "number",
          boolean.class, "true or false",
          Boolean.class, "true or false",
          String.class, "text",
          Path.class, "path");

  private final Path sources;
  private final StringBuilder text = new StringBuilder();
  private final Set<Class<?>> told = new LinkedHashSet<>();
  private final Deque<Class<?>> toTell = new ArrayDeque<>();

  /**
   * @param sources the checkout
   */
  ConfigurationReference(Path sources) {
    this.sources = sources;
  }

  /** The document for these services. */
  String of(Map<String, Class<?>> services) throws IOException {
    text.append(
        """
        # Configuration

        Each service reads a YAML file, named by `--config FILE`; the option may be given several times, for files of different topmost keys (such as one `kafka` for all
        services). An unknown key, a missing one or a value out of its range is an error at start that names file, key, value and remedy. Durations are written as in Prometheus: `500ms`, `15s`, `1m`, `7d`. This page is made from the code and compared with it in each build.
        """);
    for (Map.Entry<String, Class<?>> service : services.entrySet()) {
      text.append("\n## ").append(service.getKey()).append('\n');
      table(service.getValue());
    }
    text.append("\n## Parts of several keys\n");
    while (!toTell.isEmpty()) {
      Class<?> part = toTell.poll();
      text.append("\n### ").append(title(part)).append("\n\n").append(purpose(part)).append('\n');
      table(part);
    }
    return text.toString();
  }

  private void table(Class<?> type) throws IOException {
    String javadoc = javadoc(type);
    text.append("\n| key | type | meaning |\n|---|---|---|\n");
    RecordComponent[] components = type.getRecordComponents();
    for (int i = 0; i < components.length; i++) {
      RecordComponent component = components[i];
      text.append(
          "| `%s` | %s | %s |%n"
              .formatted(
                  key(type, i),
                  typeText(component.getGenericType()),
                  meaning(javadoc, component.getName())));
    }
  }

  private String typeText(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
      return (generic.getRawType() == Map.class ? "map of names to " : "list of ") + typeText(last);
    }
    if (!(type instanceof Class<?> plain)) {
      return "value";
    }
    if (plain.isEnum()) {
      return Arrays.stream(plain.getEnumConstants())
          .map(each -> "`" + each.toString().toLowerCase(Locale.ROOT) + "`")
          .collect(joining(", "));
    }
    if (plain.isRecord()) {
      if (told.add(plain)) {
        toTell.add(plain);
      }
      return "[%s](#%s)"
          .formatted(title(plain), title(plain).toLowerCase(Locale.ROOT).replace(' ', '-'));
    }
    return TYPES.getOrDefault(plain, plain.getSimpleName().toLowerCase(Locale.ROOT));
  }

  private static String title(Class<?> type) {
    String name = type.getSimpleName().replaceFirst("Config$", "");
    return key(name).replace('_', ' ');
  }

  /** The key of a component: its name, or what its parameter of the constructor is renamed to. */
  private static String key(Class<?> type, int index) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      JsonProperty renamed =
          type.getDeclaredConstructor(types)
              .getParameters()[index]
              .getAnnotation(JsonProperty.class);
      return renamed == null ? key(components[index].getName()) : renamed.value();
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("a record without its canonical constructor: " + type, e);
    }
  }

  private static String key(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }

  private String purpose(Class<?> type) throws IOException {
    return clean(javadoc(type).split("@param", 2)[0]);
  }

  private static String meaning(String javadoc, String component) {
    Matcher found =
        Pattern.compile("@param " + component + "\\s(.*?)(?=@param|@throws|@see|$)", Pattern.DOTALL)
            .matcher(javadoc);
    return found.find() ? clean(found.group(1)) : "";
  }

  private static String clean(String text) {
    return LINK.matcher(text)
        .replaceAll("`$1`")
        .replaceAll("<p>|\\s+", " ")
        .replace("|", "\\|")
        .strip();
  }

  /** The Javadoc of a record, without the stars. */
  private String javadoc(Class<?> type) throws IOException {
    Class<?> top = type;
    while (top.getEnclosingClass() != null) {
      top = top.getEnclosingClass();
    }
    String file = "src/main/java/" + top.getName().replace('.', '/') + ".java";
    Path source;
    try (var modules = Files.list(sources)) {
      source =
          modules
              .map(module -> module.resolve(file))
              .filter(Files::exists)
              .findFirst()
              .orElseThrow(() -> new IOException("no source of " + type));
    }
    Matcher found =
        Pattern.compile(
                "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:@\\w+(?:\\([^)]*\\))?\\s*)*(?:public )?(?:static )?record "
                    + type.getSimpleName()
                    + "\\b",
                Pattern.DOTALL)
            .matcher(Files.readString(source));
    return found.find() ? found.group(1).replaceAll("\\n\\s*\\*", "\n") : "";
  }
}
