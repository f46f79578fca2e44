/** Reports of sessions: the windows kept for them, what is asked for, and how answers merge. */
@NullMarked
package io.benchstream.aggregator.session;

import org.jspecify.annotations.NullMarked;
