/** {@code benchstream completion}: completion scripts for shells. */
@NullMarked
package io.benchstream.cli.completion;

import org.jspecify.annotations.NullMarked;
