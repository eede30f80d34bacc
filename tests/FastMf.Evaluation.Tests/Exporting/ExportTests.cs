using System.Globalization;
using System.IO.Compression;
using System.Text;
using FastMf.Data;
using FastMf.Evaluation.Exporting;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Tests.Model;
using Xunit;

namespace FastMf.Evaluation.Tests.Exporting;

public sealed class ExportTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_file);

    [SeededProperty(Runs = 25)]
    public void The_prediction_matrix_is_that_of_single_predictions_for_every_number_of_threads(ModelCase drawn)
    {
        SeededRandom random = drawn.Random(stream: 1);
        using MfModel model = drawn.ToModel();
        bool ofScores = random.NextInt32(2) == 0;
        PredictionMatrixWriter.WriteNpy(model, _file, ofScores, threads: 1);
        byte[] bytes = File.ReadAllBytes(_file);
        NpyArray array = NpyArray.Read(bytes);
        Assert.Equal("<f4", array.Type);
        Assert.Equal([model.Users.Count, model.Items.Count], array.Shape);
        Assert.Equal(Expected(model, ofScores), array.Floats);
        PredictionMatrixWriter.WriteNpy(model, _file, ofScores, threads: 3);
        Assert.Equal(bytes, File.ReadAllBytes(_file));

        PredictionMatrixWriter.WriteCsv(model, _file, ofScores);
        string[] lines = File.ReadAllLines(_file);
        Assert.Equal($",{string.Join(',', Ids(model.Items))}", lines[0]);
        Assert.Equal(Ids(model.Users), lines[1..].Select(line => line.Split(',')[0]));
        Assert.Equal(
            Expected(model, ofScores),
            lines[1..].SelectMany(line => line.Split(',')[1..]).Select(cell => float.Parse(cell, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Rows_are_written_in_several_batches_when_they_do_not_fit_one()
    {
        // 260,000 items: 64 rows fit a batch of 2^24 floats.
        using MfModel model = RandomModel.Create(new SeededRandom(1), 66, 260_000, 1, () => 0.5);
        PredictionMatrixWriter.WriteNpy(model, _file, ofScores: true);
        NpyArray array = NpyArray.Read(File.ReadAllBytes(_file));
        Assert.Equal(66L * 260_000 * 4, array.Data.Length);
        foreach (int user in new[] { 0, 63, 64, 65 })
        {
            float value = BitConverter.ToSingle(array.Data, (user * 260_000 + 259_999) * 4);
            Assert.Equal(model.Score(new UserIndex(user), new ItemIndex(259_999)), value);
        }
    }

    [SeededProperty(Runs = 25)]
    public void The_archive_holds_what_the_model_has_learned(ModelCase drawn)
    {
        using MfModel model = drawn.ToModel();
        FactorWriter.WriteNpz(model, _file);
        byte[] bytes = File.ReadAllBytes(_file);
        using (ZipArchive archive = ZipFile.OpenRead(_file))
        {
            Assert.Equal(9, archive.Entries.Count);
            NpyArray users = Entry(archive, "user_factors");
            Assert.Equal([model.Users.Count, model.Rank], users.Shape);
            Assert.Equal(Rows(model.UserFactors), users.Floats);
            NpyArray items = Entry(archive, "item_factors");
            Assert.Equal([model.Items.Count, model.Rank], items.Shape);
            Assert.Equal(Rows(model.ItemFactors), items.Floats);
            Assert.Equal(model.UserBiases.ToArray(), Entry(archive, "user_biases").Floats);
            Assert.Equal(model.ItemBiases.ToArray(), Entry(archive, "item_biases").Floats);
            Assert.Equal(model.UserRatingCounts.ToArray(), Entry(archive, "user_counts").Integers);
            Assert.Equal(model.ItemRatingCounts.ToArray(), Entry(archive, "item_counts").Integers);
            Assert.Equal([model.Mean], Entry(archive, "mean").Floats);
            Assert.Equal(Ids(model.Users), Texts(Entry(archive, "user_ids")));
            Assert.Equal(Ids(model.Items), Texts(Entry(archive, "item_ids")));
        }

        FactorWriter.WriteNpz(model, _file);
        Assert.Equal(bytes, File.ReadAllBytes(_file));
    }

    [SeededProperty(Runs = 15)]
    public void Scores_of_the_libmf_model_are_those_of_ours(ModelCase drawn)
    {
        using MfModel model = drawn.ToModel();
        FactorWriter.WriteLibmf(model, _file);
        string[] lines = File.ReadAllLines(_file);
        bool biased = model.Info.UsesBiases;
        int rank = model.Rank + (biased ? 2 : 0);
        Assert.Equal(["f 0", $"m {model.Users.Count}", $"n {model.Items.Count}", $"k {rank}"], lines[..4]);
        Assert.Equal($"b {model.Mean.ToString(CultureInfo.InvariantCulture)}", lines[4]);
        Assert.Equal(5 + model.Users.Count + model.Items.Count, lines.Length);
        for (int user = 0; user < model.Users.Count; user++)
        {
            string[] p = lines[5 + user].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal([$"p{user}", model.UserRatingCounts[user] > 0 ? "T" : "F"], p[..2]);
            Assert.Equal(2 + rank, p.Length);
            for (int item = 0; item < model.Items.Count; item++)
            {
                string[] q = lines[5 + model.Users.Count + item].Split(' ', StringSplitOptions.RemoveEmptyEntries);
                Assert.Equal($"q{item}", q[0]);
                if (model.UserRatingCounts[user] > 0 && model.ItemRatingCounts[item] > 0)
                {
                    // As LIBMF predicts: b is for unknown rows alone. Random models have mean and biases, whatever they say of themselves.
                    double biases = biased ? 0 : model.Mean + model.UserBiases[user] + model.ItemBiases[item];
                    double score = p[2..].Zip(q[2..]).Sum(pair => Number(pair.First) * Number(pair.Second));
                    Assert.Equal(model.Score(new UserIndex(user), new ItemIndex(item)), score + biases, 1e-4);
                }
            }
        }
    }

    [Fact]
    public void The_table_holds_every_factor_exactly()
    {
        using MfModel model = RandomModel.Create(new SeededRandom(4), 7, 5, 3, new SeededRandom(1).NextGaussian);
        FactorWriter.WriteCsv(model, _file);
        string[][] cells = [.. File.ReadAllLines(_file).Select(line => line.Split(','))];
        Assert.Equal(["side", "id", "ratings", "bias", "f0", "f1", "f2"], cells[0]);
        Assert.Equal(["mean", "", model.Mean.ToString(CultureInfo.InvariantCulture)], [cells[1][0], cells[1][1], cells[1][3]]);
        Assert.Equal(Ids(model.Users), cells[2..9].Select(row => row[1]));
        Assert.Equal(Rows(model.UserFactors), cells[2..9].SelectMany(row => row[4..]).Select(cell => (float)Number(cell)));
        Assert.Equal(Rows(model.ItemFactors), cells[9..].SelectMany(row => row[4..]).Select(cell => (float)Number(cell)));
        Assert.Equal(model.ItemBiases.ToArray(), cells[9..].Select(row => (float)Number(row[3])));
    }

    [Fact]
    public void Ids_with_commas_and_quotes_are_quoted()
    {
        var ratings = RatingMatrix.Create(IdMap.FromTexts(["a,b"]), IdMap.FromTexts(["say \"x\""]), new[] { new Rating(0, 0, 3) });
        using MfModel model = new FastMf.Training.AlsTrainer(new FastMf.Training.AlsOptions { Rank = 1, Epochs = 1 }).Train(ratings).Model;
        PredictionMatrixWriter.WriteCsv(model, _file);
        Assert.Equal([",\"say \"\"x\"\"\"", "\"a,b\",3"], File.ReadAllLines(_file));
    }

    [Fact]
    public void Cancelled_writing_leaves_no_file()
    {
        using MfModel model = SmallModel.Create();
        Assert.Throws<OperationCanceledException>(
            () => PredictionMatrixWriter.WriteNpy(model, _file, cancellation: new CancellationToken(canceled: true)));
        Assert.False(File.Exists(_file));
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(_file)!, Path.GetFileName(_file) + "*"));
    }

    [NumpyFact]
    public void Numpy_reads_factors_and_predictions_and_multiplies_the_one_to_the_other()
    {
        using MfModel model = RandomModel.Create(new SeededRandom(9), 40, 30, 7, new SeededRandom(2).NextGaussian);
        string matrix = _file + ".npy";
        FactorWriter.WriteNpz(model, _file);
        PredictionMatrixWriter.WriteNpy(model, matrix, ofScores: true);
        const string program = """
            import sys, numpy
            z = numpy.load(sys.argv[1])
            p = numpy.load(sys.argv[2])
            s = z['mean'][0] + z['user_biases'][:, None] + z['item_biases'][None, :] + z['user_factors'] @ z['item_factors'].T
            assert p.shape == (40, 30) and p.dtype == numpy.float32, p.shape
            print(float(abs(p - s).max()) < 1e-4, len(z['user_ids']), z['item_ids'].dtype.kind)
            """;
        (int code, string output) = NumpyFactAttribute.Run(NumpyFactAttribute.Python!, program, _file, matrix);
        File.Delete(matrix);
        Assert.True(code == 0, output);
        Assert.Matches("^True 40 [iS]", output);
    }

    private static float[] Expected(MfModel model, bool ofScores) =>
    [
        .. from user in Enumerable.Range(0, model.Users.Count)
           from item in Enumerable.Range(0, model.Items.Count)
           select ofScores
               ? model.Score(new UserIndex(user), new ItemIndex(item))
               : model.Predict(new UserIndex(user), new ItemIndex(item)),
    ];

    private static NpyArray Entry(ZipArchive archive, string name)
    {
        using Stream stream = archive.GetEntry($"{name}.npy")!.Open();
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return NpyArray.Read(memory.ToArray());
    }

    private static IEnumerable<string> Texts(NpyArray ids)
    {
        int length = ids.Type == "<i8" ? 8 : int.Parse(ids.Type[2..], CultureInfo.InvariantCulture);
        return ids.Data.Chunk(length).Select(
            id => ids.Type == "<i8" ? $"{BitConverter.ToInt64(id)}" : Encoding.UTF8.GetString(id).TrimEnd('\0'));
    }

    private static IEnumerable<string> Ids(IdMap ids) => Enumerable.Range(0, ids.Count).Select(ids.GetId);

    private static IEnumerable<float> Rows(FactorMatrix factors) =>
        Enumerable.Range(0, factors.RowCount).SelectMany(row => factors.Row(row).ToArray());

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
