/** What all benchmarks are as commands. */
@NullMarked
package io.benchstream.benchmarks.command;

import org.jspecify.annotations.NullMarked;
