/** Starting and stopping the parts of a service in order. */
@NullMarked
package io.benchstream.runtime.lifecycle;

import org.jspecify.annotations.NullMarked;
