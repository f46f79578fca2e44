package io.benchstream.publisher.vmagent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import java.util.regex.Pattern;

/**
 * Writes YAML that vmagent reads as it was meant. vmagent expands {@code %{NAME}} from its
 * environment before it parses. So every string is double-quoted, and there a percent sign before a
 * brace is written as the escape {@code \x25}, which the expansion does not see. Thread-safe.
 */
final class ConfigYaml {
  private static final String HEADER =
      "# Written by Benchstream's config-publisher; changes are lost.\n";

  private final ObjectWriter writer =
      YAMLMapper.builder(
              YAMLFactory.builder()
                  .stringQuotingChecker(new QuoteAllButIdentifiers())
                  .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                  .disable(YAMLGenerator.Feature.SPLIT_LINES)
                  .enable(YAMLGenerator.Feature.ALLOW_LONG_KEYS)
                  .build())
          .build()
          .writer();

  /** Maps, lists, strings and numbers as a YAML document; maps in their order. */
  String write(Object document) {
    try {
      // No string is plain or folded, and a backslash in front of the percent sign is always the
      // second half of an escape: so replacing in the text is the same as replacing in the values.
      return HEADER + writer.writeValueAsString(document).replace("%{", "\\x25{");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain maps and strings could not be written as YAML", e);
    }
  }

  private static final class QuoteAllButIdentifiers extends StringQuotingChecker {
    private static final long serialVersionUID = 1L;
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    @Override
    public boolean needToQuoteName(String name) {
      return isReservedKeyword(name) || !IDENTIFIER.matcher(name).matches();
    }

    @Override
    public boolean needToQuoteValue(String value) {
      return true;
    }
  }
}
