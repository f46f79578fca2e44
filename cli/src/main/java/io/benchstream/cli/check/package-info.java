/** {@code benchstream check}: what a worker makes of a page, and relabeling rules of labels. */
@NullMarked
package io.benchstream.cli.check;

import org.jspecify.annotations.NullMarked;
