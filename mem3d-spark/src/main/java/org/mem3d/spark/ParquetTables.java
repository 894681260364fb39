package org.mem3d.spark;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.mem3d.batch.CohortTables;
import org.mem3d.batch.JobRecord.ObjectEntry;
import org.mem3d.batch.JobRecord.SliceEntry;

/** The tables of a cohort as Parquet, with the columns of those in CSV. Stateless. */
final class ParquetTables {
  static final String OBJECTS = "results.parquet";
  static final String WORK_LIST = "worklist.parquet";

  private static final StructType OBJECT =
      new StructType()
          .add("job", DataTypes.StringType)
          .add("label", DataTypes.IntegerType)
          .add("object", DataTypes.StringType)
          .add("voxels", DataTypes.LongType)
          .add("ml", DataTypes.DoubleType)
          .add("expectedDice", DataTypes.DoubleType)
          .add("low", DataTypes.DoubleType)
          .add("high", DataTypes.DoubleType)
          .add("trueDice", DataTypes.DoubleType);

  private static final StructType SLICE =
      new StructType()
          .add("rank", DataTypes.IntegerType)
          .add("job", DataTypes.StringType)
          .add("label", DataTypes.IntegerType)
          .add("axis", DataTypes.StringType)
          .add("slice", DataTypes.IntegerType)
          .add("predictedDice", DataTypes.DoubleType)
          .add("gain", DataTypes.DoubleType)
          .add("reason", DataTypes.StringType);

  private ParquetTables() {}

  /** Writes both, each a folder with one file; what was there is replaced. */
  static void write(SparkSession spark, CohortTables tables, HadoopFiles files) {
    List<Row> objects =
        tables.objectRows().stream()
            .map(
                row -> {
                  ObjectEntry object = row.object();
                  return RowFactory.create(
                      row.job(),
                      object.label(),
                      object.name(),
                      object.voxels(),
                      object.ml(),
                      object.expectedDice(),
                      object.low(),
                      object.high(),
                      object.trueDice());
                })
            .toList();
    List<CohortTables.SliceRow> sliceRows = tables.sliceRows();
    Row[] slices = new Row[sliceRows.size()];
    for (int i = 0; i < slices.length; i++) {
      SliceEntry slice = sliceRows.get(i).slice();
      slices[i] =
          RowFactory.create(
              i + 1,
              sliceRows.get(i).job(),
              slice.label(),
              slice.axis(),
              slice.slice(),
              slice.predictedDice(),
              slice.gain(),
              slice.reason());
    }
    write(spark, objects, OBJECT, files.place(OBJECTS));
    write(spark, List.of(slices), SLICE, files.place(WORK_LIST));
  }

  private static void write(SparkSession spark, List<Row> rows, StructType columns, String place) {
    spark
        .createDataFrame(rows, columns)
        .coalesce(1)
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(place);
  }
}
