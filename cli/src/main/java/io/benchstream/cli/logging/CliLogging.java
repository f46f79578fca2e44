package io.benchstream.cli.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * Configures the log in code: the command line starts often, and reading an XML file takes longer
 * than a short command. Found by Logback as a service.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class CliLogging extends ContextAwareBase implements Configurator {
  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %-36logger{36} %msg%n";
  private static final long FILE_BYTES = 16L << 20;
  private static final int FILES_KEPT = 3;

  /** Warnings to standard error, until the command says something else. */
  @Override
  public ExecutionStatus configure(LoggerContext context) {
    toStandardError(context, Level.WARN);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** Nothing is logged: the command tells its errors itself. */
  public static void off() {
    context().reset();
    root(context()).setLevel(Level.OFF);
  }

  public static void toStandardError() {
    toStandardError(context(), Level.INFO);
  }

  /**
   * To a file that is replaced at 16 MiB; three older ones are kept.
   *
   * @param shown on standard error too
   */
  public static void toFile(Path file, boolean shown) {
    LoggerContext context = context();
    context.reset();
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setContext(context);
    appender.setFile(file.toString());
    appender.setEncoder(encoder(context));
    FixedWindowRollingPolicy rolling = new FixedWindowRollingPolicy();
    rolling.setContext(context);
    rolling.setParent(appender);
    rolling.setFileNamePattern(file + ".%i");
    rolling.setMaxIndex(FILES_KEPT);
    rolling.start();
    SizeBasedTriggeringPolicy<ILoggingEvent> trigger = new SizeBasedTriggeringPolicy<>();
    trigger.setContext(context);
    trigger.setMaxFileSize(new FileSize(FILE_BYTES));
    trigger.start();
    appender.setRollingPolicy(rolling);
    appender.setTriggeringPolicy(trigger);
    use(context, appender, Level.INFO);
    if (shown) {
      addStandardError(context, Level.INFO);
    }
  }

  private static void toStandardError(LoggerContext context, Level level) {
    context.reset();
    addStandardError(context, level);
  }

  private static void addStandardError(LoggerContext context, Level level) {
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder(context));
    use(context, appender, level);
  }

  private static PatternLayoutEncoder encoder(LoggerContext context) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    return encoder;
  }

  private static void use(LoggerContext context, Appender<ILoggingEvent> appender, Level level) {
    appender.start();
    Logger root = root(context);
    root.setLevel(level);
    root.addAppender(appender);
    // Clients print their whole configuration at INFO; brokers one line per log segment.
    for (String chatty :
        List.of("org.apache.kafka", "kafka", "state.change.logger", "io.apicurio")) {
      context.getLogger(chatty).setLevel(Level.WARN);
    }
    // These warn at every start of what is meant to be so.
    for (String wrong :
        List.of(
            "kafka.server.DefaultAutoTopicCreationManager",
            "org.apache.kafka.streams.StreamsConfig",
            "org.apache.kafka.streams.processor.internals.StateDirectory")) {
      context.getLogger(wrong).setLevel(Level.ERROR);
    }
  }

  private static LoggerContext context() {
    return (LoggerContext) LoggerFactory.getILoggerFactory();
  }

  private static Logger root(LoggerContext context) {
    return context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }
}
