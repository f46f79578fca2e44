/** Monitor profiles: what a kind of cluster or job exposes, and the targets that follow from it. */
@NullMarked
package io.benchstream.discovery.profile;

import org.jspecify.annotations.NullMarked;
