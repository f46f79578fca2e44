/** Label sets: sorted, immutable, with a reusable builder, and the rules for their names. */
@NullMarked
package io.benchstream.relabel.labels;

import org.jspecify.annotations.NullMarked;
