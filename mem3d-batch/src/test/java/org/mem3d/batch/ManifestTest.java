package org.mem3d.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mem3d.Axis;
import org.mem3d.Mem3dException;
import org.mem3d.PropagationPlan;

/** Manifests are read strictly: whatever is wrong with one is told with its line. */
class ManifestTest {
  @TempDir Path directory = Path.of(".");

  private static Manifest json(String text) {
    return Manifest.parse("cohort.jsonl", text.getBytes(StandardCharsets.UTF_8));
  }

  private static Manifest csv(String text) {
    return Manifest.parse("cohort.csv", text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void linesOfJson() {
    Manifest manifest =
        json(
            "\ufeff{\"id\": \"a-1\", \"image\": \"a.nii.gz\", \"marks\": \"a.json\"}\r\n\r\n"
                + "{\"id\": \"b\", \"image\": \"b, c.nii\", \"start\": \"old.nii\", \"axis\": \"X\","
                + " \"outputs\": [\"session\", \"mask\"], \"plan\": \"chain\", \"refine\": false,"
                + " \"window\": 2, \"truth\": \"t.nii\", \"truthLabels\": [3, 5]}");
    assertThat(manifest.jobs()).hasSize(2);
    Job first = manifest.jobs().get(0);
    assertThat(first.id()).isEqualTo("a-1");
    assertThat(first.outputs()).containsExactly(JobOutput.MASK);
    assertThat(first.settings()).isEqualTo(JobSettings.COHORT);
    Job second = manifest.jobs().get(1);
    assertThat(second.axis()).isEqualTo(Axis.X);
    assertThat(second.outputs()).containsExactly(JobOutput.MASK, JobOutput.SESSION);
    assertThat(second.settings().plan()).isEqualTo(PropagationPlan.CHAIN);
    assertThat(second.settings().window()).isEqualTo(2);
    assertThat(second.truthLabels()).containsExactly(3, 5);
  }

  @Test
  void aTableSaysTheSame() {
    Manifest table =
        csv(
            "id,image,start,axis,outputs,plan,refine,window,truth,truthLabels,frame\r\n"
                + "b,\"b, \"\"c\"\".nii\",old.nii,x,session;mask,chain,false,2,t.nii,3;5,\r\n"
                + "\r\n"
                + "c,c.nii,old.nii,,,,,,,,4\r\n");
    Manifest lines =
        json(
            "{\"id\": \"b\", \"image\": \"b, \\\"c\\\".nii\", \"start\": \"old.nii\", \"axis\":"
                + " \"x\", \"outputs\": [\"session\", \"mask\"], \"plan\": \"chain\", \"refine\":"
                + " false, \"window\": 2, \"truth\": \"t.nii\", \"truthLabels\": [3, 5]}\n"
                + "{\"id\": \"c\", \"image\": \"c.nii\", \"start\": \"old.nii\", \"frame\": 4}");
    assertThat(table).isEqualTo(lines);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"id\": \"a\" | is not JSON",
        "[1] | is not a JSON object",
        "{\"id\": \"a\", \"image\": \"a\", \"marks\": \"m\"} {} | is not JSON",
        "{\"id\": \"a\", \"id\": \"b\", \"image\": \"a\", \"marks\": \"m\"} | 'id'",
        "{\"id\": \"a\", \"image\": \"a\", \"mark\": \"m\"} | unknown field 'mark'",
        "{\"image\": \"a\", \"marks\": \"m\"} | has no id",
        "{\"id\": \"a\", \"marks\": \"m\"} | has no image",
        "{\"id\": \"a\", \"image\": \"a\"} | give marks, start or session",
        "{\"id\": \"a\", \"image\": 7, \"marks\": \"m\"} | image is text, not 7",
        "{\"id\": \"a\", \"image\": \" \", \"marks\": \"m\"} | image names no file",
        "{\"id\": \"a\", \"image\": null, \"marks\": \"m\"} | image is text, not null",
        "{\"id\": \"a/b\", \"image\": \"a\", \"marks\": \"m\"} | 'a/b' is no name of a folder",
        "{\"id\": \"..\", \"image\": \"a\", \"marks\": \"m\"} | '..' is no name of a folder",
        "{\"id\": \"a\", \"image\": \"a\", \"marks\": \"m\", \"session\": \"s\"} | without marks",
        "{\"id\": \"a\", \"image\": \"a\", \"marks\": \"m\", \"axis\": \"z\"} | objects of start",
        "{\"id\": \"a\", \"image\": \"a\", \"marks\": \"m\", \"frame\": 1.5} | frame is a whole",
        "{\"id\": \"a\", \"image\": \"a\", \"marks\": \"m\", \"frame\": -1} | not -1",
        "{\"id\": \"a\", \"image\": \"a\", \"marks\": \"m\", \"slots\": 0} | memorySlots must be",
        "{\"id\": \"a\", \"image\": \"a\", \"marks\": \"m\", \"plan\": \"best\"} | plan is one of",
        "{\"id\": \"a\", \"image\": \"a\", \"marks\": \"m\", \"refine\": 1} | true or false, not 1",
        "{\"id\": \"a\", \"image\": \"a\", \"marks\": \"m\", \"outputs\": \"mask\"} | list of texts",
        "{\"id\": \"a\", \"image\": \"a\", \"marks\": \"m\", \"outputs\": [\"x\"]} | one of mask",
        "{\"id\": \"a\", \"image\": \"a\", \"marks\": \"m\", \"truthLabels\": [1]} | labels of truth",
        "{\"id\": \"OK\", \"image\": \"a\", \"marks\": \"m\"} | the id 'OK', as line 1 has it",
      })
  void aMistakeIsToldWithItsLine(String line, String why) {
    assertThatThrownBy(
            () -> json("{\"id\": \"ok\", \"image\": \"a\", \"marks\": \"m\"}\n\n" + line))
        .isInstanceOf(Mem3dException.class)
        .hasMessageStartingWith("cohort.jsonl: line 3: ")
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1 | id,image,mark | unknown field 'mark'",
        "1 | id,image,id | column 'id' twice",
        "2 | id,image,marks~a,b | has 2 cells where the first line names 3",
        "2 | id,image,marks~a,b,c,d | has 4 cells where the first line names 3",
        "3 | id,image,marks~a,b,c~a,b,c | the id 'a', as line 2 has it",
        "4 | id,image,marks~a,b,c~~d,e, | give marks, start or session",
        "2 | id,image,marks,frame~a,b,c,x | frame is a whole number, not 'x'",
        "2 | id,image,marks,refine~a,b,c,yes | refine is true or false, not 'yes'",
        "2 | id,image,truth,truthLabels,marks~a,b,c,1;;2,m | not '1;;2'",
      })
  void aMistakeInATableIsToldWithItsLine(int line, String table, String why) {
    assertThatThrownBy(() -> csv(table.replace("~", "\n")))
        .isInstanceOf(Mem3dException.class)
        .hasMessageStartingWith("cohort.csv: line " + line + ": ")
        .hasMessageContaining(why);
  }

  @Test
  void whatIsNoManifest() {
    assertThatThrownBy(() -> json("\n\n")).hasMessage("cohort.jsonl lists no job");
    assertThatThrownBy(() -> csv("id,image,marks\n")).hasMessage("cohort.csv lists no job");
    assertThatThrownBy(() -> csv("id,image,marks\n\"a,b,c\n")).hasMessageContaining("is not CSV");
    assertThatThrownBy(() -> Manifest.parse("cohort.txt", new byte[0]))
        .hasMessageContaining("must end in .jsonl, .ndjson or .csv");
    assertThatThrownBy(() -> Manifest.parse("cohort.csv", new byte[] {(byte) 0xff, (byte) 0xfe}))
        .hasMessageContaining("not in UTF-8");
    assertThatThrownBy(() -> Manifest.read(directory.resolve("none.csv")))
        .isInstanceOf(Mem3dException.class)
        .hasMessageContaining("does not exist");
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    long seed = new SplittableRandom().nextLong();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 200; i++) {
      boolean start = random.nextBoolean();
      boolean truth = random.nextBoolean();
      EnumSet<JobOutput> outputs = EnumSet.noneOf(JobOutput.class);
      for (JobOutput output : JobOutput.values()) {
        if (random.nextBoolean()) {
          outputs.add(output);
        }
      }
      Job job =
          new Job(
              "job" + i,
              "s3://b/\"ü,\\" + i,
              start ? null : "m",
              start ? "l" : null,
              null,
              start ? Axis.values()[random.nextInt(3)] : null,
              random.nextBoolean() ? random.nextInt(9) : null,
              random.nextBoolean() ? random.nextInt(9) : null,
              random.nextBoolean(),
              new JobSettings(
                  random.nextBoolean() ? PropagationPlan.ZIGZAG : null,
                  random.nextBoolean() ? random.nextInt(99) : null,
                  random.nextBoolean() ? 2 + random.nextInt(9) : null,
                  random.nextBoolean() ? 1 + random.nextDouble() : null,
                  random.nextBoolean() ? random.nextBoolean() : null),
              outputs,
              truth ? "t" : null,
              truth ? List.of(1 + random.nextInt(300), 2) : List.of());
      assertThat(JobJson.read(JobJson.write(job))).as("seed " + seed).isEqualTo(job);
    }
  }
}
