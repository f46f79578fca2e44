@NullMarked
package io.benchstream.cli.console;

import org.jspecify.annotations.NullMarked;
