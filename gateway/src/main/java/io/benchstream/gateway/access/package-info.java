/** Who may do what, and how often. */
@NullMarked
package io.benchstream.gateway.access;

import org.jspecify.annotations.NullMarked;
