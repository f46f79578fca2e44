/** Local mode: the real parts and all services on this machine, started and stopped in order. */
@NullMarked
package io.benchstream.cli.local;

import org.jspecify.annotations.NullMarked;
