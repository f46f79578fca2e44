/** The command line's only door to the gateway's API. */
@NullMarked
package io.benchstream.cli.api;

import org.jspecify.annotations.NullMarked;
