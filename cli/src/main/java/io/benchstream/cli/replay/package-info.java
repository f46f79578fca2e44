/** {@code benchstream replay}: KPIs of a past time computed again. */
@NullMarked
package io.benchstream.cli.replay;

import org.jspecify.annotations.NullMarked;
