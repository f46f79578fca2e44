package io.benchstream.discovery.hostlist;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Host lists as Slurm writes them: {@code gpu[001-004,7],login1} is {@code gpu001 gpu002 gpu003
 * gpu004 gpu7 login1}. Ranges keep the zeros they begin with, any number of brackets may stand in a
 * name ({@code rack[1-2]-n[0-3]-ib}), and brackets may hold brackets ({@code n[1,2[0-3]]}). A
 * bracket that holds a colon is an IPv6 address and stands as it is.
 *
 * @see <a href="https://slurm.schedmd.com/faq.html#hostlist">Slurm's host lists</a>
 */
public final class Hostlist {
  private static final int LONGEST_HOST = 253;
  private static final int LONGEST_NUMBER = 18;
  private static final int DEEPEST = 8;

  private final int most;

  /**
   * @param most hosts that an expression may stand for; memory is bounded by it
   */
  public Hostlist(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("most: %d is below 1".formatted(most));
    }
    this.most = most;
  }

  /** What an expression stands for. */
  public sealed interface Expansion {
    /**
     * The hosts.
     *
     * @param hosts each once, in the order of the expression
     */
    record Hosts(List<String> hosts) implements Expansion {}

    /**
     * It is no host list, or one too long.
     *
     * @param problem in words
     */
    record Refused(String problem) implements Expansion {}
  }

  /** Expands an expression; an empty one stands for no host. */
  public Expansion expand(String expression) {
    try {
      Set<String> hosts = new LinkedHashSet<>();
      for (String part : split(expression)) {
        if (!part.isBlank()) {
          hosts.addAll(expandPart(part.strip(), 0));
          bound(hosts.size());
        }
      }
      return new Expansion.Hosts(List.copyOf(hosts));
    } catch (MalformedException e) {
      return new Expansion.Refused(String.valueOf(e.getMessage()));
    }
  }

  /** Splits at the commas outside of brackets. */
  private static List<String> split(String text) throws MalformedException {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int begin = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '[') {
        depth++;
      } else if (c == ']') {
        depth--;
      } else if (c == ',' && depth == 0) {
        parts.add(text.substring(begin, i));
        begin = i + 1;
      }
      if (depth < 0 || depth > DEEPEST) {
        throw new MalformedException(
            depth < 0
                ? "']' at character %d closes nothing".formatted(i + 1)
                : "brackets are nested more than %d deep".formatted(DEEPEST));
      }
    }
    if (depth > 0) {
      throw new MalformedException("a '[' is not closed");
    }
    parts.add(text.substring(begin));
    return parts;
  }

  /** Expands one name: what stands before its first bracket, what in it, and what behind. */
  private List<String> expandPart(String part, int depth) throws MalformedException {
    int open = part.indexOf('[');
    if (open < 0 || isIpv6(part)) {
      if (part.length() > LONGEST_HOST) {
        throw new MalformedException("a host has more than %d characters".formatted(LONGEST_HOST));
      }
      return List.of(part);
    }
    int close = matching(part, open);
    List<String> middles = bracket(part.substring(open + 1, close), depth);
    List<String> suffixes = expandPart(part.substring(close + 1), depth);
    bound((long) middles.size() * suffixes.size());
    String prefix = part.substring(0, open);
    if (prefix.length() > LONGEST_HOST) {
      throw new MalformedException("a host has more than %d characters".formatted(LONGEST_HOST));
    }
    List<String> hosts = new ArrayList<>(middles.size() * suffixes.size());
    for (String middle : middles) {
      for (String suffix : suffixes) {
        hosts.add(prefix + middle + suffix);
      }
    }
    return hosts;
  }

  private List<String> bracket(String content, int depth) throws MalformedException {
    List<String> middles = new ArrayList<>();
    for (String item : split(content)) {
      if (item.isBlank()) {
        throw new MalformedException("'[%s]' holds an empty item".formatted(shown(content)));
      }
      if (item.indexOf('[') >= 0) {
        middles.addAll(expandPart(item.strip(), depth + 1));
      } else {
        range(item.strip(), middles);
      }
      bound(middles.size());
    }
    return middles;
  }

  private void range(String item, List<String> into) throws MalformedException {
    int dash = item.indexOf('-');
    String first = dash < 0 ? item : item.substring(0, dash);
    String last = dash < 0 ? item : item.substring(dash + 1);
    if (dash < 0 && !isNumber(item)) {
      // An alternative that is no number, as in n[a,b].
      if (item.length() > LONGEST_HOST) {
        throw new MalformedException("a host has more than %d characters".formatted(LONGEST_HOST));
      }
      into.add(item);
      return;
    }
    if (!isNumber(first) || !isNumber(last)) {
      throw new MalformedException(
          "'%s' is no range of whole numbers such as 001-016".formatted(shown(item)));
    }
    long from = Long.parseLong(first);
    long to = Long.parseLong(last);
    if (to < from) {
      throw new MalformedException("'%s' ends before it begins".formatted(shown(item)));
    }
    bound(into.size() + (to - from) + 1);
    int width = first.length();
    for (long number = from; number <= to; number++) {
      String digits = Long.toString(number);
      into.add("0".repeat(Math.max(0, width - digits.length())) + digits);
    }
  }

  private void bound(long hosts) throws MalformedException {
    if (hosts > most) {
      throw new MalformedException("it stands for more than %d hosts".formatted(most));
    }
  }

  private static int matching(String text, int open) throws MalformedException {
    int depth = 0;
    for (int i = open; i < text.length(); i++) {
      if (text.charAt(i) == '[') {
        depth++;
      } else if (text.charAt(i) == ']' && --depth == 0) {
        return i;
      }
    }
    throw new MalformedException("a '[' is not closed");
  }

  private static boolean isIpv6(String part) {
    return part.startsWith("[") && part.endsWith("]") && part.indexOf(':') > 0;
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST_NUMBER
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static String shown(String text) {
    return text.length() > 40 ? text.substring(0, 40) + "..." : text;
  }

  private static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message);
    }
  }
}
