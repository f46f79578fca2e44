/** Where the log goes: nowhere, to the terminal, or to a file. */
@NullMarked
package io.benchstream.cli.logging;

import org.jspecify.annotations.NullMarked;
