/** The command that runs the simulator. */
@NullMarked
package io.benchstream.cli.simulator;

import org.jspecify.annotations.NullMarked;
