/** What a person sees: lines, colours, tables, progress, JSON, errors in words, exit codes. */
@NullMarked
package io.benchstream.cli.console;

import org.jspecify.annotations.NullMarked;
