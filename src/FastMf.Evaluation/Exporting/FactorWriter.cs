using System.Globalization;
using System.IO.Compression;
using System.Text;
using FastMf.Data;
using FastMf.Model;

namespace FastMf.Evaluation.Exporting;

/// <summary>Writes what a model has learned in formats that other programs read. Files are written whole or not at all.</summary>
public static class FactorWriter
{
    /// <summary>
    /// Writes a NumPy archive: user_factors and item_factors (rows x rank floats), user_biases, item_biases, user_counts and item_counts
    /// (training ratings), mean, and user_ids and item_ids, as 64-bit integers or as UTF-8 bytes of fixed length. A score is
    /// mean + user bias + item bias + user factors . item factors.
    /// </summary>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    public static void WriteNpz(MfModel model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        AtomicFile.Write(path, stream =>
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            Add(archive, "user_factors", entry => WriteMatrix(entry, model.UserFactors));
            Add(archive, "item_factors", entry => WriteMatrix(entry, model.ItemFactors));
            Add(archive, "user_biases", entry => WriteVector(entry, model.UserBiases));
            Add(archive, "item_biases", entry => WriteVector(entry, model.ItemBiases));
            Add(archive, "user_counts", entry => WriteVector(entry, model.UserRatingCounts));
            Add(archive, "item_counts", entry => WriteVector(entry, model.ItemRatingCounts));
            Add(archive, "mean", entry => WriteVector(entry, [model.Mean]));
            Add(archive, "user_ids", entry => WriteIds(entry, model.Users));
            Add(archive, "item_ids", entry => WriteIds(entry, model.Items));
        });
        GC.KeepAlive(model);
    }

    /// <summary>
    /// Writes a table with a line for every user, then for every item: side (user or item), id, training ratings, bias, and the factors
    /// f0, f1 and so on. The mean, the constant of every score, is in a first line of its own with side "mean".
    /// </summary>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    public static void WriteCsv(MfModel model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        WriteText(path, writer =>
        {
            writer.WriteLine($"side,id,ratings,bias,{string.Join(',', Enumerable.Range(0, model.Rank).Select(factor => $"f{factor}"))}");
            writer.WriteLine($"mean,,{model.Info.RatingCount},{Text(model.Mean)},{string.Join(',', Enumerable.Repeat("0", model.Rank))}");
            WriteRows(writer, "user", model.Users, model.UserRatingCounts, model.UserBiases, model.UserFactors);
            WriteRows(writer, "item", model.Items, model.ItemRatingCounts, model.ItemBiases, model.ItemFactors);
        });
        GC.KeepAlive(model);
    }

    /// <summary>
    /// Writes LIBMF's text model of real-valued factorization: f, m, n, k and b, then a line for each p and each q, with rows that
    /// training did not meet marked F. LIBMF predicts p . q, and b where a row is marked F; so mean and biases become two factors whose
    /// partners are 1: k is the rank, and 2 more when the model has biases. The mean is b. Rows are numbered as in
    /// <see cref="MfModel.Users"/> and <see cref="MfModel.Items"/>.
    /// </summary>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    public static void WriteLibmf(MfModel model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        bool biased = model.Info.UsesBiases;
        WriteText(path, writer =>
        {
            writer.WriteLine("f 0");
            writer.WriteLine($"m {model.Users.Count}");
            writer.WriteLine($"n {model.Items.Count}");
            writer.WriteLine($"k {model.Rank + (biased ? 2 : 0)}");
            writer.WriteLine($"b {Text(model.Mean)}");
            for (int user = 0; user < model.Users.Count; user++)
            {
                WriteLibmfRow(
                    writer,
                    'p',
                    user,
                    model.UserRatingCounts[user],
                    model.UserFactors,
                    biased ? [model.Mean + model.UserBiases[user], 1] : []);
            }

            for (int item = 0; item < model.Items.Count; item++)
            {
                WriteLibmfRow(
                    writer, 'q', item, model.ItemRatingCounts[item], model.ItemFactors, biased ? [1, model.ItemBiases[item]] : []);
            }
        });
        GC.KeepAlive(model);
    }

    private static void Add(ZipArchive archive, string name, Action<Stream> write)
    {
        // Random factors do not compress; and stored entries can be mapped.
        ZipArchiveEntry entry = archive.CreateEntry($"{name}.npy", CompressionLevel.NoCompression);

        // A fixed time: the same model gives the same bytes. Zip files know no earlier one.
        entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using Stream stream = entry.Open();
        write(stream);
    }

    private static void WriteMatrix(Stream stream, FactorMatrix factors)
    {
        stream.Write(NpyHeader.Create(NpyHeader.Float32, factors.RowCount, factors.Rank));
        for (int row = 0; row < factors.RowCount; row++)
        {
            LittleEndian.Write(stream, factors.Row(row));
        }
    }

    private static void WriteVector(Stream stream, ReadOnlySpan<float> values)
    {
        stream.Write(NpyHeader.Create(NpyHeader.Float32, values.Length));
        LittleEndian.Write(stream, values);
    }

    private static void WriteVector(Stream stream, ReadOnlySpan<int> values)
    {
        stream.Write(NpyHeader.Create(NpyHeader.Int32, values.Length));
        LittleEndian.Write(stream, values);
    }

    /// <summary>Text as NumPy's byte strings: each padded with zeros to the longest, which readers take off again.</summary>
    private static void WriteIds(Stream stream, IdMap ids)
    {
        if (ids.Kind == IdKind.Number)
        {
            stream.Write(NpyHeader.Create(NpyHeader.Int64, ids.Count));
            LittleEndian.Write(stream, ids.Integers);
            return;
        }

        byte[][] texts = [.. ids.Texts.ToArray().Select(Encoding.UTF8.GetBytes)];
        int length = Math.Max(1, texts.Max(text => text.Length));
        stream.Write(NpyHeader.Create($"|S{length}", ids.Count));
        byte[] padded = new byte[length];
        foreach (byte[] text in texts)
        {
            padded.AsSpan().Clear();
            text.CopyTo(padded, 0);
            stream.Write(padded);
        }
    }

    private static void WriteRows(
        StreamWriter writer, string side, IdMap ids, ReadOnlySpan<int> counts, ReadOnlySpan<float> biases, FactorMatrix factors)
    {
        for (int row = 0; row < ids.Count; row++)
        {
            writer.Write($"{side},{CsvCell.Of(ids.GetId(row))},{counts[row]},{Text(biases[row])}");
            foreach (float value in factors.Row(row))
            {
                writer.Write(',');
                writer.Write(Text(value));
            }

            writer.WriteLine();
        }
    }

    private static void WriteLibmfRow(StreamWriter writer, char side, int row, int count, FactorMatrix factors, ReadOnlySpan<float> biases)
    {
        writer.Write($"{side}{row} {(count > 0 ? 'T' : 'F')} ");
        foreach (float value in factors.Row(row))
        {
            writer.Write($"{Text(count > 0 ? value : 0)} ");
        }

        foreach (float value in biases)
        {
            writer.Write($"{Text(count > 0 ? value : 0)} ");
        }

        writer.WriteLine();
    }

    private static void WriteText(string path, Action<StreamWriter> write) => AtomicFile.Write(path, stream =>
    {
        var encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        using var writer = new StreamWriter(stream, encoding, 1 << 16, leaveOpen: true) { NewLine = "\n" };
        write(writer);
    });

    private static string Text(float value) => value.ToString(CultureInfo.InvariantCulture);
}
