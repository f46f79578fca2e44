/** A real node exporter, for targets that show this machine. */
@NullMarked
package io.benchstream.local.nodeexporter;

import org.jspecify.annotations.NullMarked;
