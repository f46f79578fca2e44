package io.benchstream.discovery.event;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with one event, the first {@value #MOST} of it. Not thread-safe. */
final class Findings {
  static final int MOST = 8;

  private final List<Rejection> rejections = new ArrayList<>();

  /** Notes a rejection unless the condition holds; returns the condition. */
  boolean require(boolean holds, String field, Object value, String problem, String remedy) {
    if (!holds && rejections.size() < MOST) {
      rejections.add(new Rejection(field, String.valueOf(value), problem, remedy));
    }
    return holds;
  }

  List<Rejection> rejections() {
    return List.copyOf(rejections);
  }
}
