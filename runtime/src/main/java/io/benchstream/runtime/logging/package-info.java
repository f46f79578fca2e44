/** Logging that bad input cannot flood. */
@NullMarked
package io.benchstream.runtime.logging;

import org.jspecify.annotations.NullMarked;
