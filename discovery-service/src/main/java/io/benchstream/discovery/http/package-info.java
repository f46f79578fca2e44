/** The HTTP edge of the connectors: pages over TCP, TLS or a unix socket, in bounded memory. */
@NullMarked
package io.benchstream.discovery.http;

import org.jspecify.annotations.NullMarked;
