/**
 * Finds the programs that are no Java: a path that the user names, the {@code PATH}, this user's
 * cache, and else fetches them into the cache, from a Debian package (which needs no root) or from
 * a Docker image.
 *
 * <p>The cache is {@code $XDG_CACHE_HOME/benchstream}, or {@code ~/.cache/benchstream}.
 */
@NullMarked
package io.benchstream.local.fetch;

import org.jspecify.annotations.NullMarked;
