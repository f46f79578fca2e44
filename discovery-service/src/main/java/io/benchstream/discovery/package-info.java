/** The discovery service: lifecycle events in, targets out. */
@NullMarked
package io.benchstream.discovery;

import org.jspecify.annotations.NullMarked;
