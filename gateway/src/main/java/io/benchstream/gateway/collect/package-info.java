/** A window of a session: its report waited for, its KPIs read, compared and written as files. */
@NullMarked
package io.benchstream.gateway.collect;

import org.jspecify.annotations.NullMarked;
