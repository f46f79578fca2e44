package io.benchstream.benchmarks.guard;

/**
 * What a stage took, and what its unit took meanwhile: both in the same unit, µs for a sample or ns
 * for a page.
 */
record Cost(double measured, double unit) {
  /** The lesser of each: other load and compilers only ever add. */
  Cost least(Cost other) {
    return new Cost(Math.min(measured, other.measured), Math.min(unit, other.unit));
  }

  double ratio() {
    return measured / unit;
  }
}
