package io.benchstream.scrape.exposition;

/**
 * Why a line of a page cannot be read.
 *
 * @param line from 1
 * @param column in bytes from the line's start, from 1
 * @param reason what was expected and what was found, in words for the owner of the exporter
 */
public record ParseProblem(int line, int column, String reason) {
  @Override
  public String toString() {
    return "line %d, column %d: %s".formatted(line, column, reason);
  }
}
