package io.benchstream.scrape.series;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Changes to a page, from ordinary to broken. A character of the page is a byte. */
final class PageFaults {
  private static final List<String> ODDITIES =
      List.of(
          "\"",
          "\\",
          "{",
          "}",
          ",",
          "=",
          " ",
          "\t",
          "\n",
          "\r\n",
          "#",
          "\0",
          "ÿ",
          "Ã¤",
          "le",
          "1",
          "# EOF\n",
          "# TYPE x histogram\n",
          "# TYPE y gauge\n",
          " # {a=\"b\"} 1",
          "_",
          "a{} 1\n",
          "{\"u.8\",le=\"1\"} 2\n",
          "a{b=\"\"} 3\n",
          "a{instance=\"\"} 4\n",
          "é",
          "x 1 2\n",
          "-1");

  private PageFaults() {}

  static String any(String page, Random random) {
    List<String> lines = new ArrayList<>(Arrays.asList(page.split("\n", -1)));
    int at = random.nextInt(lines.size());
    int other = random.nextInt(lines.size());
    String line = lines.get(at);
    switch (random.nextInt(15)) {
      case 0 -> lines.remove(at);
      case 1 -> lines.add(other, line);
      case 2 -> Collections.swap(lines, at, other);
      case 3 -> Collections.rotate(lines.subList(Math.min(at, other), Math.max(at, other)), 3);
      case 4 -> lines.set(at, line + " " + random.nextLong());
      case 5 -> lines.set(at, line + " " + random.nextInt(100_000));
      case 6 -> lines.set(at, line + "\r");
      case 7 -> lines.set(at, line.replace("\"", ""));
      case 8 -> lines.set(at, line.replaceFirst("\\} ", "}"));
      case 9 -> lines.set(at, line.replaceFirst("gauge|counter|summary|untyped", "histogram"));
      case 10 -> lines.set(at, line.replaceFirst("=\"[^\"]*\"", "=\"" + random.nextInt(4) + "\""));
      case 11 -> lines.set(at, sorted(line));
      case 12 -> {
        return page.substring(0, random.nextInt(page.length() + 1));
      }
      default -> {
        int position = random.nextInt(page.length() + 1);
        int end = random.nextInt(3) == 0 ? Math.min(page.length(), position + 1) : position;
        return page.substring(0, position)
            + ODDITIES.get(random.nextInt(ODDITIES.size()))
            + page.substring(end);
      }
    }
    return String.join("\n", lines);
  }

  /** The same series written in another way: its labels in reverse order. */
  private static String sorted(String line) {
    int open = line.indexOf('{');
    int close = line.indexOf('}');
    if (open < 0 || close < open) {
      return line;
    }
    List<String> labels = Arrays.asList(line.substring(open + 1, close).split(","));
    Collections.reverse(labels);
    return line.substring(0, open + 1) + String.join(",", labels) + line.substring(close);
  }
}
