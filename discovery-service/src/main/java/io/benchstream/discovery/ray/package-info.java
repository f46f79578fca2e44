/** Ray's own service discovery: its file and its dashboard. */
@NullMarked
package io.benchstream.discovery.ray;

import org.jspecify.annotations.NullMarked;
