package io.benchstream.benchmarks.guard;

/**
 * What the guard watches. The CPU of each is told in units of something that Benchstream's changes
 * do not touch and that ran at the same time: so a slow machine, or a loaded one, moves both.
 */
@SuppressWarnings("MemberName") // as guard.json spells them
public enum Stage {
  /** Parser and cache against a loop over the same bytes, in one thread. */
  parse("the parser's time for a page", "a plain loop's over its bytes", ""),
  /** A worker against vmagent. */
  scrape("the worker's CPU for a sample", "vmagent's", "worker"),
  /** A publisher against vmagent. */
  publish("the publisher's CPU for a sample", "vmagent's", "publisher"),
  /** An aggregator against vmagent. */
  aggregate("the aggregator's CPU for a sample", "vmagent's", "aggregator");

  private final String measured;
  private final String unit;
  private final String program;

  Stage(String measured, String unit, String program) {
    this.measured = measured;
    this.unit = unit;
    this.program = program;
  }

  /** What its ratio is, in words. */
  String words() {
    return measured + " / " + unit;
  }

  /** The program that is the stage; empty where it is none. */
  String program() {
    return program;
  }
}
