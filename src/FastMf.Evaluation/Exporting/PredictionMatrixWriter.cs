using System.Globalization;
using System.Text;
using FastMf.Data;
using FastMf.Kernels;
using FastMf.Model;
using FastMf.Threading;

namespace FastMf.Evaluation.Exporting;

/// <summary>
/// Writes the predictions of a model for every user and item to a file, users x items, a batch of rows at a time: memory holds 64 MB of
/// them at most, or one row. Files are written whole or not at all.
/// </summary>
public static class PredictionMatrixWriter
{
    private const long BatchFloats = 1 << 24;

    /// <summary>
    /// Writes a NumPy array of floats, users x items, in the order of <see cref="MfModel.Users"/> and <see cref="MfModel.Items"/>.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file, .npy by custom.</param>
    /// <param name="ofScores">
    /// Whether to write scores; otherwise predictions, as <see cref="MfModel.Predict(UserIndex, ItemIndex)"/> gives them.
    /// </param>
    /// <param name="threads">1 to 1024, or 0 for one per processor; the file does not depend on it.</param>
    /// <param name="cancellation">Ends the writing; no file is left then.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    /// <exception cref="OperationCanceledException">The writing was cancelled.</exception>
    public static void WriteNpy(
        MfModel model, string path, bool ofScores = false, int threads = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        int workers = WorkerTeam.Validate(threads, nameof(threads));
        AtomicFile.Write(path, stream =>
        {
            stream.Write(NpyHeader.Create(NpyHeader.Float32, model.Users.Count, model.Items.Count));
            ForEachBatch(model, ofScores, workers, (_, rows) => LittleEndian.Write(stream, rows), cancellation);
        });
    }

    /// <summary>
    /// Writes a table: the first line holds an empty cell and the ids of the items, every other one the id of a user and his predictions.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file.</param>
    /// <param name="ofScores">
    /// Whether to write scores; otherwise predictions, as <see cref="MfModel.Predict(UserIndex, ItemIndex)"/> gives them.
    /// </param>
    /// <param name="threads">1 to 1024, or 0 for one per processor; the file does not depend on it.</param>
    /// <param name="cancellation">Ends the writing; no file is left then.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    /// <exception cref="OperationCanceledException">The writing was cancelled.</exception>
    public static void WriteCsv(
        MfModel model, string path, bool ofScores = false, int threads = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        int workers = WorkerTeam.Validate(threads, nameof(threads));
        AtomicFile.Write(path, stream =>
        {
            var encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
            using var writer = new StreamWriter(stream, encoding, 1 << 16, leaveOpen: true) { NewLine = "\n" };
            for (int item = 0; item < model.Items.Count; item++)
            {
                writer.Write(',');
                writer.Write(CsvCell.Of(model.Items.GetId(item)));
            }

            writer.WriteLine();
            ForEachBatch(model, ofScores, workers, WriteRows, cancellation);

            void WriteRows(int first, ReadOnlySpan<float> rows)
            {
                int items = model.Items.Count;
                for (int row = 0; row * items < rows.Length; row++)
                {
                    writer.Write(CsvCell.Of(model.Users.GetId(first + row)));
                    foreach (float value in rows.Slice(row * items, items))
                    {
                        writer.Write(',');
                        writer.Write(value.ToString(CultureInfo.InvariantCulture));
                    }

                    writer.WriteLine();
                }
            }
        });
    }

    private delegate void BatchAction(int firstUser, ReadOnlySpan<float> rows);

    private static void ForEachBatch(MfModel model, bool ofScores, int workers, BatchAction write, CancellationToken cancellation)
    {
        int items = model.Items.Count;
        int usersAtOnce = (int)Math.Clamp(BatchFloats / Math.Max(1, items), 1, Math.Max(1, model.Users.Count));
        float[] batch = new float[checked(usersAtOnce * items)];
        for (int first = 0; first < model.Users.Count; first += usersAtOnce)
        {
            int count = Math.Min(usersAtOnce, model.Users.Count - first);
            int start = first;
            WorkerTeam.Run(workers, count, (_, row) => Fill(model, start + row, ofScores, batch.AsSpan(row * items, items)), cancellation);
            write(first, batch.AsSpan(0, count * items));
        }
    }

    private static void Fill(MfModel model, int user, bool ofScores, Span<float> row)
    {
        KernelSet.Best.DotRows(model.ItemFactors.View, 0, model.UserFactors.View.PaddedRow(user), row);
        float constant = model.Mean + model.UserBiases[user];
        ReadOnlySpan<float> biases = model.ItemBiases;
        for (int item = 0; item < row.Length; item++)
        {
            float score = constant + biases[item] + row[item];
            row[item] = ofScores ? score : model.PredictionOf(score);
        }

        GC.KeepAlive(model);
    }
}
