/** {@code benchstream bench}: a benchmark session around a load generator. */
@NullMarked
package io.benchstream.cli.bench;

import org.jspecify.annotations.NullMarked;
