/** {@code benchstream recipes}: what KPIs are made of. */
@NullMarked
package io.benchstream.cli.recipes;

import org.jspecify.annotations.NullMarked;
