@NullMarked
package io.benchstream.cli.sessions;

import org.jspecify.annotations.NullMarked;
