using FastMf.Data;
using FastMf.Data.Sketches;
using FastMf.Evaluation;
using FastMf.Model;
using FastMf.Model.Persistence;
using FastMf.Numerics;
using Xunit;

namespace FastMf.Tests.Model;

public class MappedModelTests
{
    [SeededProperty(Runs = 30)]
    public void A_mapped_model_is_the_model_that_was_saved(ModelCase drawn)
    {
        using MfModel model = drawn.ToModel();
        using var file = new ModelFile(model);
        using MfModel mapped = MfModel.Map(file.Path);
        mapped.Verify();
        Assert.Equal(model.ComputeHash(), mapped.ComputeHash());
        Assert.Equal(model.Info, mapped.Info);
        Assert.Equal(model.LearnedPairs?.Hashes.ToArray(), mapped.LearnedPairs?.Hashes.ToArray());
        Assert.Equal(model.Users.Kind, mapped.Users.Kind);
        Assert.Equal(model.UserRatingCounts, mapped.UserRatingCounts);
        Assert.Equal(model.ItemRatingCounts, mapped.ItemRatingCounts);
        Assert.Equal(model.Score(new UserIndex(0), new ItemIndex(0)), mapped.Score(new UserIndex(0), new ItemIndex(0)));
    }

    [Fact]
    public void A_mapped_model_keeps_the_file_that_another_one_replaced()
    {
        using MfModel first = RandomModel.Create(new SeededRandom(1));
        using MfModel second = RandomModel.Create(new SeededRandom(2));
        using var file = new ModelFile(first);
        using MfModel mapped = MfModel.Map(file.Path);
        second.Save(file.Path);
        mapped.Verify();
        Assert.Equal(first.ComputeHash(), mapped.ComputeHash());
    }

    [SeededProperty(Runs = 20)]
    public void Damage_is_found_when_the_file_is_mapped_or_when_it_is_verified(ModelCase drawn)
    {
        SeededRandom random = drawn.Random(stream: 1);
        using MfModel model = drawn.ToModel();
        using var file = new ModelFile(model);
        for (int i = 0; i < 20; i++)
        {
            int position = random.NextInt32(file.Bytes.Length);
            byte bit = (byte)(1 << random.NextInt32(8));
            file.Bytes[position] ^= bit;
            File.WriteAllBytes(file.Path, file.Bytes);
            if (file.IsPadding(position))
            {
                VerifyFile(file.Path);
            }
            else
            {
                Assert.Throws<ModelFileException>(() => VerifyFile(file.Path));
            }

            file.Bytes[position] ^= bit;
        }
    }

    [Fact]
    public void A_factor_that_is_not_finite_is_found_by_verifying()
    {
        using MfModel model = SmallModel.Create();
        using var file = new ModelFile(model);
        BitConverter.GetBytes(float.NaN).CopyTo(file.Bytes, file.Entry(SectionKind.ItemFactors).Offset);
        file.Seal();
        File.WriteAllBytes(file.Path, file.Bytes);
        Assert.Contains("not finite", Assert.Throws<ModelFileException>(() => VerifyFile(file.Path)).Message, StringComparison.Ordinal);
    }

    /// <summary>A service that never tests its model never reads what only tests need.</summary>
    [Fact]
    public void The_sketch_of_a_mapped_model_is_read_when_it_is_asked_for()
    {
        using MfModel model = SmallModel.Create(BottomKSketch.FromHashes([1, 2, 3]));
        using var file = new ModelFile(model);
        file.Bytes[file.Entry(SectionKind.LearnedPairs).Offset] ^= 1;
        File.WriteAllBytes(file.Path, file.Bytes);
        using MfModel mapped = MfModel.Map(file.Path);
        Assert.Equal(model.Predict("anna", "10"), mapped.Predict("anna", "10"));
        RatingMatrix ratings = RatingMatrix.Create(model.Users, model.Items, new[] { new Rating(0, 0, 4) });
        Assert.Equal(1, RatingErrors.OfAny(mapped, ratings).Count);
        var refusal = Assert.Throws<ModelFileException>(() => RatingErrors.Of(mapped, ratings));
        Assert.Contains("LearnedPairs is damaged", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<ModelFileException>(mapped.Verify);
    }

    [Fact]
    public void A_missing_file_is_refused_by_name()
    {
        var refusal = Assert.Throws<ModelFileException>(() => MfModel.Map("missing.fastmf"));
        Assert.Contains("no such file", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disposed_mapped_model_answers_nothing()
    {
        using MfModel model = SmallModel.Create();
        using var file = new ModelFile(model);
        MfModel mapped = MfModel.Map(file.Path);
        mapped.Dispose();
        Assert.Throws<ObjectDisposedException>(() => mapped.Score(new UserIndex(0), new ItemIndex(0)));
        Assert.Throws<ObjectDisposedException>(mapped.Verify);
        Assert.Throws<ObjectDisposedException>(() => mapped.Users);
    }

    private static void VerifyFile(string path)
    {
        using MfModel mapped = MfModel.Map(path);
        mapped.Verify();
    }
}
