/** Anchored RE2 expressions with fast paths, and replacement templates as Go expands them. */
@NullMarked
package io.benchstream.relabel.regex;

import org.jspecify.annotations.NullMarked;
