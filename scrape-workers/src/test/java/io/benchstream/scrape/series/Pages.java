package io.benchstream.scrape.series;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Random;

/** Real pages, and what time and faults make of them. */
final class Pages {
  static final String NODE_EXPORTER = "node-exporter.txt";
  static final String NODE_EXPORTER_LATER = "node-exporter-15s-later.txt";
  static final String RAY_NODE = "ray-node.txt";
  static final String RAY_NODE_LATER = "ray-node-15s-later.txt";
  static final String RAY_SECOND_NODE = "ray-second-node.txt";
  static final String RAY_AUTOSCALER = "ray-autoscaler.txt";
  static final String RAY_AUTOSCALER_OPENMETRICS = "ray-autoscaler.openmetrics.txt";
  static final String RAY_DASHBOARD = "ray-dashboard.txt";

  private Pages() {}

  static byte[] read(String name) {
    try (InputStream page = Pages.class.getResourceAsStream("/captures/" + name)) {
      if (page == null) {
        throw new IllegalStateException("no capture " + name);
      }
      return page.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The page with other values: every number that ends a line is replaced by chance. */
  static String withOtherValues(String page, Random random) {
    StringBuilder changed = new StringBuilder(page.length());
    for (String line : page.split("\n", -1)) {
      int blank = line.lastIndexOf(' ');
      if (blank > 0 && !line.startsWith("#") && random.nextInt(3) > 0) {
        changed.append(line, 0, blank + 1).append(value(random));
      } else {
        changed.append(line);
      }
      changed.append('\n');
    }
    changed.setLength(changed.length() - 1);
    return changed.toString();
  }

  static String value(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> Integer.toString(random.nextInt(1_000));
      case 1 -> Double.toString(random.nextDouble());
      case 2 -> Double.toString(random.nextDouble() * 1e12);
      case 3 -> "NaN";
      case 4 -> random.nextBoolean() ? "+Inf" : "-Inf";
      case 5 -> Double.toString(Double.longBitsToDouble(random.nextLong() & ~(0x7ffL << 52)));
      case 6 -> random.nextInt(100) + ".0";
      default -> Long.toString(random.nextLong());
    };
  }
}
