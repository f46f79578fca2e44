/** Tests of {@code benchstream check}. */
@NullMarked
package io.benchstream.cli.check;

import org.jspecify.annotations.NullMarked;
