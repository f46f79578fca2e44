package io.benchstream.benchmarks.document;

/** A part of the document that is made of figures. */
interface Section {
  /** What the template calls it. */
  String name();

  /** Its Markdown. */
  String markdown(Results results);
}
