/** Questions to VictoriaMetrics. */
@NullMarked
package io.benchstream.cli.store;

import org.jspecify.annotations.NullMarked;
