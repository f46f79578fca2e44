/** Host list expressions: many hosts in a few characters. */
@NullMarked
package io.benchstream.discovery.hostlist;

import org.jspecify.annotations.NullMarked;
