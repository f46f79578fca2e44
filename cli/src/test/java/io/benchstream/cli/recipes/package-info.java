/** Tests. */
@NullMarked
package io.benchstream.cli.recipes;

import org.jspecify.annotations.NullMarked;
