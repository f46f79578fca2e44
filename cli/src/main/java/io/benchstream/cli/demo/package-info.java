/**
 * {@code benchstream demo}: a benchmark on this machine, its KPIs, and the proof that they hold.
 */
@NullMarked
package io.benchstream.cli.demo;

import org.jspecify.annotations.NullMarked;
