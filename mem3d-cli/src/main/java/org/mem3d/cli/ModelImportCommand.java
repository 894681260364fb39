package org.mem3d.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.mem3d.file.FileRoles;
import org.mem3d.graph.DType;
import org.mem3d.importer.CheckpointImport;
import org.mem3d.published.network.Architecture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Turns a PyTorch checkpoint into a safetensors file. */
@Command(
    name = "import",
    description = {
      "Turns a PyTorch checkpoint of a published network into a safetensors file.",
      "Nothing in the checkpoint is run; nothing is written unless all tensors fit."
    })
final class ModelImportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "CHECKPOINT", description = "What torch.save wrote, zip or legacy.")
  private Path checkpoint = Path.of("");

  @Option(
      names = "--arch",
      required = true,
      paramLabel = "NAME",
      converter = ArchitectureNames.class,
      description = "mem3d-saq, mem3d-aspp, mem3d-stm or iog.")
  private Architecture architecture = Architecture.MEM3D_SAQ;

  @Option(
      names = {"-o", "--out"},
      converter = FileNames.class,
      required = true,
      paramLabel = "FILE",
      description = "The safetensors file to write.")
  private Path out = Path.of("");

  @Option(
      names = "--format",
      paramLabel = "NAME",
      converter = FormatNames.class,
      description = "How the file holds the weights: f32 or bf16. Default: f32.")
  private DType format = DType.F32;

  @Option(
      names = "--allow-missing",
      paramLabel = "PREFIX",
      description =
          "Fill in tensors of this beginning that the checkpoint lacks, rather than refuse it;"
              + " may be repeated.")
  private List<String> allowMissing = new ArrayList<>();

  @Override
  public Integer call() {
    new FileRoles().reads("CHECKPOINT", checkpoint).writes("--out", out).check();
    CheckpointImport.Summary summary =
        new CheckpointImport(architecture, format, allowMissing).run(checkpoint, out);
    PrintWriter console = spec.commandLine().getOut();
    console.printf(
        Locale.ROOT,
        "%s: %s, %d tensors, %,d numbers%n",
        out,
        architecture.text(),
        summary.tensors(),
        summary.parameters());
    if (!summary.filled().isEmpty()) {
      console.println("filled in: " + String.join(", ", summary.filled()));
    }
    return 0;
  }
}
