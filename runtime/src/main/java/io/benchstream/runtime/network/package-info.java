/** Which networks a service may be sent to by what others write. */
@NullMarked
package io.benchstream.runtime.network;

import org.jspecify.annotations.NullMarked;
