@NullMarked
package io.benchstream.cli.simulator.engine;

import org.jspecify.annotations.NullMarked;
