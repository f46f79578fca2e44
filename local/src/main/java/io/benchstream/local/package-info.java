/**
 * The real parts on this machine: a Kafka broker in this process; Apicurio Registry,
 * VictoriaMetrics, vmagent and the node exporter as child processes. All listen on 127.0.0.1 only,
 * and no child outlives this process.
 *
 * <p>{@link io.benchstream.local.LocalParts} starts what local mode needs. Tests of any module take
 * single parts as parameters, see {@link io.benchstream.local.junit.SharedParts}.
 */
@NullMarked
package io.benchstream.local;

import org.jspecify.annotations.NullMarked;
