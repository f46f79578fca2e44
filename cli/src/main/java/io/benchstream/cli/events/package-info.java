/** {@code benchstream events}: tells what started or ended. */
@NullMarked
package io.benchstream.cli.events;

import org.jspecify.annotations.NullMarked;
