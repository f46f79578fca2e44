@NullMarked
package io.benchstream.cli.simulator.http;

import org.jspecify.annotations.NullMarked;
