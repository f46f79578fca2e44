/** Lifecycle events in the envelope of CloudEvents, the same wherever they come in. */
@NullMarked
package io.benchstream.runtime.cloudevents;

import org.jspecify.annotations.NullMarked;
