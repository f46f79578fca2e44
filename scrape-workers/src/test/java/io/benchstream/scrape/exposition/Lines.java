package io.benchstream.scrape.exposition;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Renders what a cursor finds, one string an entry, for comparison in tests. */
final class Lines {
  private Lines() {}

  static List<String> of(ExpositionCursor cursor, String page) {
    return of(cursor, page.getBytes(StandardCharsets.UTF_8));
  }

  static List<String> of(ExpositionCursor cursor, byte[] page) {
    cursor.reset(page, page.length);
    List<String> lines = new ArrayList<>();
    while (true) {
      Entry entry = cursor.next();
      switch (entry) {
        case END -> {
          return lines;
        }
        case SAMPLE -> lines.add(sample(cursor));
        case HELP, UNIT -> lines.add(entry + " " + cursor.name() + " " + cursor.text());
        case TYPE -> lines.add("TYPE " + cursor.name() + " " + cursor.type());
        case COMMENT -> lines.add("COMMENT " + cursor.text());
        case BAD_LINE -> lines.add("BAD " + cursor.problem());
      }
    }
  }

  private static String sample(ExpositionCursor cursor) {
    StringBuilder line = new StringBuilder(cursor.name());
    for (int i = 0; i < cursor.labelCount(); i++) {
      line.append('|').append(cursor.labelName(i)).append('=').append(cursor.labelValue(i));
    }
    line.append(' ').append(cursor.value());
    if (cursor.hasTimestamp()) {
      line.append(" @").append(cursor.timestamp());
    }
    cursor.exemplar().ifPresent(exemplar -> line.append(" # ").append(exemplar));
    return line.toString();
  }
}
