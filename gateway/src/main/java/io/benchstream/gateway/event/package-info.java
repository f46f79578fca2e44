/** Lifecycle events as CloudEvents in JSON. */
@NullMarked
package io.benchstream.gateway.event;

import org.jspecify.annotations.NullMarked;
