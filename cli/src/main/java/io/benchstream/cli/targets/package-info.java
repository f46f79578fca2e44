/** {@code benchstream targets}: what is scraped, and how it goes. */
@NullMarked
package io.benchstream.cli.targets;

import org.jspecify.annotations.NullMarked;
