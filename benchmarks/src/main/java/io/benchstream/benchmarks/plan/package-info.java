/** Which measurements make up a whole run, and what each is called. */
@NullMarked
package io.benchstream.benchmarks.plan;

import org.jspecify.annotations.NullMarked;
