/** {@code benchstream session}: benchmark sessions, from opening one to comparing two. */
@NullMarked
package io.benchstream.cli.sessions;

import org.jspecify.annotations.NullMarked;
