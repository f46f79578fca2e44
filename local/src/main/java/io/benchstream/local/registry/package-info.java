/**
 * A real Apicurio Registry as a child process.
 *
 * <p>Where it is looked for: the directory named by the system property {@code benchstream.parts},
 * else by the environment variable {@code BENCHSTREAM_PARTS}, else the one that this module's build
 * unpacked it to (the build leaves that path in the jar). The directory holds {@code
 * apicurio-registry/quarkus-run.jar}.
 */
@NullMarked
package io.benchstream.local.registry;

import org.jspecify.annotations.NullMarked;
