/** What {@code compose} and {@code kubernetes} hold, checked against the real parts. */
@NullMarked
package io.benchstream.cli.compose;

import org.jspecify.annotations.NullMarked;
