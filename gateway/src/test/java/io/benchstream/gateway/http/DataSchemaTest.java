package io.benchstream.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.benchstream.gateway.event.DataRules;
import io.benchstream.runtime.json.AvroJsonReader;
import io.benchstream.schemas.Endpoint;
import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.ScrapeLimits;
import io.benchstream.schemas.ScrapeSettings;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataSchemaTest {
  private final ObjectMapper mapper = new ObjectMapper();
  private final ApiContract contract = new ApiContract();
  private final DataSchema schema = new DataSchema(contract);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'kind':'ray','attributes':{'nodes':'a,b'}}",
        "{'resourceType':'JOB','cluster':'a','job':null,'phase':'RUNNING'}",
        "{'labels':{'model':'Llama 3 \\u00e9','x':''},'endpoints':[]}",
        "{'endpoints':[{'address':'[2001:db8::2]:80','scheme':'https','path':'/m','params':{'a':['b']}}]}",
        "{'endpoints':[{'address':'h:1','kind':'','labels':{'instance':'i'},'settings':null}]}",
        "{'endpoints':[{'address':'h_x:65535','settings':{'scrape_interval_ms':100,'limits':{'sample_limit':0}}}]}"
      })
  void takes(String data) throws Exception {
    assertThat(schema.violation(json(data))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'colour':1}                                     | colour                                          | is an unknown field; known are resourceType, cluster
          {'endpoints':[{'addres':'h:1'}]}                 | endpoints[0].addres                             | is an unknown field; known are kind, scheme, address
          {'endpoints':[{}]}                               | endpoints[0].address                            | is missing: Write host:port
          {'endpoints':[{'address':'h:1'},{'address':'h'}]}| endpoints[1].address                            | 'h' is not a value for it. Write host:port
          {'endpoints':[{'address':'h:0'}]}                | endpoints[0].address                            | 'h:0'
          {'endpoints':[{'address':'h:1','scheme':'ftp'}]} | endpoints[0].scheme                             | 'ftp' is not a value for it. Write http or https
          {'endpoints':[{'address':'h:1','path':'m'}]}     | endpoints[0].path                               | Write the path
          {'endpoints':[{'address':'h:1','path':'/m?x'}]}  | endpoints[0].path                               | a query goes into params
          {'endpoints':{}}                                 | endpoints                                       | '{}' is not of the type "array"
          {'kind':'Ray Cluster'}                           | kind                                            | 'Ray Cluster' is not a value for it. Write 1 to 63
          {'phase':'FLYING'}                               | phase                                           | RUNNING
          {'cluster':'a b'}                                | cluster                                         | [A-Za-z0-9._-]
          {'cluster':'..'}                                 | cluster                                         | not just dots
          {'job':7}                                        | job                                             | '7' is not of the type
          {'labels':{'job':'x'}}                           | labels.job                                      | 'job' is not a name for it. Labels of every series.
          {'labels':{'__name__':'x'}}                      | labels.__name__                                 | without a leading __
          {'labels':{'instance':'x'}}                      | labels.instance                                 | which Benchstream sets
          {'labels':{'a':'%{SECRET}'}}                     | labels.a                                        | environment variable
          {'labels':{'a':1}}                               | labels.a                                        | '1' is not of the type "string"
          {'attributes':{'benchstream.x':'1'}}             | attributes.benchstream.x                        | reserved
          {'endpoints':[{'address':'h:1','settings':{'scrape_interval_ms':99}}]} | endpoints[0].settings.scrape_interval_ms | '99' is out of bounds. Write 100 to 86400000
          {'endpoints':[{'address':'h:1','settings':{'interval':'1s'}}]} | endpoints[0].settings.interval  | is an unknown field; known are scrape_interval_ms
          {'endpoints':[{'address':'h:1','settings':{'limits':{'sample_limit':-1}}}]} | endpoints[0].settings.limits.sample_limit | '-1' is out of bounds
          """)
  void namesFieldValueAndRemedy(String data, String field, String words) throws Exception {
    DataRules.Violation violation = schema.violation(json(data)).orElseThrow();

    assertThat(violation.field()).isEqualTo(field);
    assertThat(violation.detail()).contains(words);
  }

  @Test
  void whatItQuotesIsShort() throws Exception {
    DataRules.Violation violation =
        schema.violation(json("{'kind':'" + "X".repeat(100_000) + "'}")).orElseThrow();

    assertThat(violation.detail().length()).isLessThan(400);
  }

  /** The contract describes the records, and AvroJsonReader reads them: the two must agree. */
  @Test
  void hasTheFieldsOfTheRecords() {
    Set<String> event = fields(LifecycleEvent.getClassSchema());
    event.removeAll(List.of("id", "source", "time"));
    assertThat(properties("LifecycleEventData")).isEqualTo(event);
    assertThat(properties("Endpoint")).isEqualTo(fields(Endpoint.getClassSchema()));
    assertThat(properties("ScrapeSettings")).isEqualTo(fields(ScrapeSettings.getClassSchema()));
    assertThat(properties("ScrapeLimits")).isEqualTo(fields(ScrapeLimits.getClassSchema()));
  }

  @Test
  void theContractsExampleIsAnEvent() {
    JsonNode data =
        contract
            .json()
            .at("/paths/~1api~1v1~1events/post/requestBody/content")
            .path("application/cloudevents+json")
            .at("/example/data");

    assertThat(data.isObject()).isTrue();
    assertThat(schema.violation(data)).isEmpty();
    assertThat(
            new AvroJsonReader().read(data.path("endpoints").path(0), Endpoint.class).getAddress())
        .isEqualTo("10.0.0.7:8000");
  }

  private Set<String> properties(String name) {
    Set<String> names = new TreeSet<>();
    contract
        .json()
        .at("/components/schemas/" + name + "/properties")
        .fieldNames()
        .forEachRemaining(names::add);
    return names;
  }

  private static Set<String> fields(Schema schema) {
    Set<String> names = new TreeSet<>();
    schema.getFields().forEach(field -> names.add(field.name()));
    return names;
  }

  private JsonNode json(String text) throws Exception {
    return mapper.readTree(text.replace('\'', '"'));
  }
}
