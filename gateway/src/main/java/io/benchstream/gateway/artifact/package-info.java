/** The files of a collected window, and where they are kept. */
@NullMarked
package io.benchstream.gateway.artifact;

import org.jspecify.annotations.NullMarked;
