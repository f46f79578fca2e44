/** {@code benchstream clusters} and {@code benchstream jobs}: what runs, as discovery knows it. */
@NullMarked
package io.benchstream.cli.resources;

import org.jspecify.annotations.NullMarked;
