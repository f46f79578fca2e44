/** The HTTP API: takes lifecycle events, tells targets and KPIs. */
@NullMarked
package io.benchstream.gateway;

import org.jspecify.annotations.NullMarked;
