using FastMf.Model;
using FastMf.Numerics;
using FastMf.TestCommon;
using FastMf.Tests.Model;
using Xunit;

namespace FastMf.Tests.Fuzzing;

public class ModelReaderFuzzTests
{
    /// <summary>The models are of a few kilobytes: whoever claims more in a header must not be given it.</summary>
    private const long MaximumBytes = 16L << 20;

    private const int Models = 6;

    /// <summary>
    /// Whatever the bytes: a model that answers with numbers, or a typed error. Every other file has its checksums made right after it was
    /// damaged, as whoever forges a model would.
    /// </summary>
    [Fact]
    public void Mutated_models_are_loaded_or_refused()
    {
        MfModel[] models = [.. Enumerable.Range(0, Models).Select(seed => RandomModel.Create(new SeededRandom(seed)))];
        ModelFile[] files = [.. models.Select(model => new ModelFile(model))];
        byte[][] originals = [.. files.Select(file => file.Bytes.ToArray())];
        try
        {
            FuzzLoop.Run(nameof(Mutated_models_are_loaded_or_refused), 1200, MaximumBytes, random =>
            {
                int which = random.NextInt32(Models);
                byte[] original = originals[which];
                byte[] damaged = random.NextInt32(3) == 0
                    ? ByteMutator.Mutate(random, original, originals[random.NextInt32(Models)])
                    : Overwritten(random, original, files[which].HeaderLength);
                if (random.NextInt32(2) == 0 && damaged.Length >= original.Length)
                {
                    Seal(files[which], damaged);
                }

                Load(files[which], damaged);
            });
        }
        finally
        {
            foreach ((MfModel model, ModelFile file) in models.Zip(files))
            {
                model.Dispose();
                file.Dispose();
            }
        }
    }

    /// <summary>A few bytes of the header or of a section replaced, nothing moved.</summary>
    private static byte[] Overwritten(SeededRandom random, byte[] original, int headerLength)
    {
        byte[] damaged = [.. original];
        for (int changes = 1 + random.NextInt32(4); changes > 0; changes--)
        {
            int end = random.NextInt32(2) == 0 ? headerLength : original.Length;
            Span<byte> place = damaged.AsSpan(random.NextInt32(end));
            byte[] values = BitConverter.GetBytes(random.NextInt32(6) switch
            {
                0 => long.MaxValue,
                1 => -1L,
                2 => 1L << random.NextInt32(64),
                3 => BitConverter.DoubleToInt64Bits(double.NaN),
                4 => 0L,
                _ => (long)random.NextUInt64(),
            });
            values.AsSpan(0, Math.Min(place.Length, 1 << random.NextInt32(4))).CopyTo(place);
        }

        return damaged;
    }

    /// <summary>Checksums of sections that still lie within the file, and of the header.</summary>
    private static void Seal(ModelFile file, byte[] damaged)
    {
        damaged.AsSpan(0, file.Bytes.Length).CopyTo(file.Bytes);
        try
        {
            file.Seal();
        }
        catch (ArgumentException)
        {
            file.SealHeader();
        }

        file.Bytes.CopyTo(damaged, 0);
    }

    private static void Load(ModelFile file, byte[] damaged)
    {
        try
        {
            using MfModel model = file.LoadAs(damaged);
            for (int user = 0; user < Math.Min(3, model.Users.Count); user++)
            {
                for (int item = 0; item < Math.Min(3, model.Items.Count); item++)
                {
                    Assert.InRange(model.Predict(new UserIndex(user), new ItemIndex(item)), model.MinimumRating, model.MaximumRating);
                }
            }

            Assert.Equal(64, model.ComputeHash().Length);
        }
        catch (ModelFileException refused)
        {
            Assert.StartsWith(file.Path, refused.Message, StringComparison.Ordinal);
        }
    }
}
