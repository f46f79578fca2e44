package io.benchstream.cli.completion;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.cli.api.CommandRun;
import io.benchstream.cli.console.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script in a real bash. */
class CompletionCommandIT {
  @TempDir private Path directory;

  private String completed(String... words) throws Exception {
    CommandRun run = CommandRun.of(List.of("completion", "bash"));
    assertThat(run.code()).isZero();
    Path script = Files.writeString(directory.resolve("script"), run.out());
    String all = String.join(" ", words);
    Process bash =
        new ProcessBuilder(
                "bash",
                "-c",
                "source %s; COMP_WORDS=(%s); COMP_CWORD=%d; COMP_LINE='%s'; _complete_benchstream; echo \"${COMPREPLY[@]}\""
                    .formatted(script, all, words.length - 1, all))
            // compopt says that nothing completes just now, which is right
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String output = new String(bash.getInputStream().readAllBytes(), UTF_8);
    assertThat(bash.waitFor()).as(output).isZero();
    return output.strip();
  }

  @Test
  void commandsAndOptionsAreCompleted() throws Exception {
    assertThat(completed("benchstream", "ses")).isEqualTo("session");
    assertThat(completed("benchstream", "session", "add")).isEqualTo("add-target");
    assertThat(completed("benchstream", "compare", "--max")).isEqualTo("--max-regression");
  }

  @Test
  void zshLoadsWhatItNeedsForIt() {
    CommandRun run = CommandRun.of(List.of("completion", "zsh"));
    assertThat(run.out()).startsWith("autoload -U +X compinit && compinit\n");
    assertThat(CommandRun.of(List.of("completion", "fish")).code()).isEqualTo(ExitCode.USAGE);
  }
}
