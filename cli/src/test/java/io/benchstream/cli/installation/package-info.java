@NullMarked
package io.benchstream.cli.installation;

import org.jspecify.annotations.NullMarked;
