/** {@code benchstream topics}: the catalogue, and what the broker made of it. */
@NullMarked
package io.benchstream.cli.topics;

import org.jspecify.annotations.NullMarked;
