/** The laws of the house, held by machine. */
@NullMarked
package io.benchstream.cli.architecture;

import org.jspecify.annotations.NullMarked;
