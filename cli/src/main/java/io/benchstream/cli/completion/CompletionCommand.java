package io.benchstream.cli.completion;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.benchstream.cli.console.CommonOptions;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.ExitCode;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code benchstream completion}. */
@Command(
    name = "completion",
    sortOptions = false,
    header = "Print a completion script for bash or zsh.",
    description = {
      "",
      "It completes commands, options and the values of options. It belongs to this version: make"
          + " it anew after an update.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 done; 2 wrong command line.",
      "",
      "Examples:",
      "  benchstream completion bash > ~/.local/share/bash-completion/completions/benchstream",
      "  source <(benchstream completion zsh)"
    })
public final class CompletionCommand implements Callable<Integer> {
  private static final String ZSH_TAKES_BASH =
      "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n";

  /** Shells that there is a script for. */
  enum Shell {
    BASH,
    ZSH
  }

  @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
  private Shell shell = Shell.BASH;

  @Mixin private final CommonOptions common = new CommonOptions();

  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();

  public CompletionCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    CommandLine root = spec.root().commandLine();
    String script = AutoComplete.bash(root.getCommandName(), root);
    if (shell == Shell.ZSH) {
      script = ZSH_TAKES_BASH + script;
    }
    if (common.json()) {
      console.json(JsonNodeFactory.instance.objectNode().put("script", script), true);
    } else {
      console.line(script);
    }
    return ExitCode.OK;
  }
}
