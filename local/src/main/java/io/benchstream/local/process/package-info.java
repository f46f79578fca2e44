/**
 * Child processes that end with their parent, the ports they listen on, and what is said when one
 * fails.
 */
@NullMarked
package io.benchstream.local.process;

import org.jspecify.annotations.NullMarked;
