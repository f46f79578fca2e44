/** A real VictoriaMetrics and a real vmagent as child processes. */
@NullMarked
package io.benchstream.local.victoriametrics;

import org.jspecify.annotations.NullMarked;
