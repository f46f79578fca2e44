/** Lifecycle events as they come in: what is accepted and why the rest is not. */
@NullMarked
package io.benchstream.discovery.event;

import org.jspecify.annotations.NullMarked;
