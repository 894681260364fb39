package org.mem3d.backend.gpu;

import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** The condition of {@link EnabledIfCuda}. */
public final class IfCuda implements ExecutionCondition {
  private static final Pattern LIBRARY = Pattern.compile("LIBRARY\\(([^)]*)\\)");

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    EnabledIfCuda wanted =
        AnnotationSupport.findAnnotation(context.getElement(), EnabledIfCuda.class).orElseThrow();
    GpuReport report = GpuProbe.report();
    GpuRequirement requirement =
        wanted.kernels() == EnabledIfCuda.Kernels.ND4J ? GpuRequirement.ND4J : GpuRequirement.TORCH;
    GpuRequirement.Verdict verdict = requirement.check(report);
    String resource =
        LIBRARY
            .matcher(wanted.natives().replace("PLATFORM", report.platform()))
            .replaceAll(match -> System.mapLibraryName(match.group(1)));
    String missing = null;
    if (verdict.gpu() == null) {
      missing = verdict.reason();
    } else if (IfCuda.class.getResource(resource) == null) {
      missing = resource + " is not on the class path";
    }
    if (missing == null) {
      System.out.println(
          "runs: "
              + context.getDisplayName()
              + " on "
              + verdict.gpu()
              + ", process "
              + ProcessHandle.current().pid());
      return ConditionEvaluationResult.enabled("there is " + verdict.gpu());
    }
    System.out.println("skipped: " + context.getDisplayName() + ": " + missing);
    return ConditionEvaluationResult.disabled(missing);
  }
}
