@NullMarked
package io.benchstream.cli.events;

import org.jspecify.annotations.NullMarked;
