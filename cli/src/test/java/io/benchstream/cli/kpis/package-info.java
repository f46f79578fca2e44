@NullMarked
package io.benchstream.cli.kpis;

import org.jspecify.annotations.NullMarked;
