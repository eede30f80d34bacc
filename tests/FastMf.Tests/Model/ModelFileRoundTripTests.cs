using FastMf.Data;
using FastMf.Data.Sketches;
using FastMf.Model;
using Xunit;

namespace FastMf.Tests.Model;

public class ModelFileRoundTripTests
{
    [SeededProperty(Runs = 50)]
    public void A_loaded_model_is_the_saved_one_in_every_property(ModelCase drawn)
    {
        using MfModel saved = drawn.ToModel();
        using var file = new ModelFile(saved);
        using MfModel loaded = file.Load();

        Assert.Equal(saved.Info, loaded.Info);
        Assert.Equal(
            (saved.Rank, saved.Mean, saved.MinimumRating, saved.MaximumRating, saved.Predicts),
            (loaded.Rank, loaded.Mean, loaded.MinimumRating, loaded.MaximumRating, loaded.Predicts));
        AssertEqual(saved.Users, loaded.Users);
        AssertEqual(saved.Items, loaded.Items);
        AssertEqual(saved.UserFactors, loaded.UserFactors);
        AssertEqual(saved.ItemFactors, loaded.ItemFactors);
        Assert.Equal(saved.UserBiases, loaded.UserBiases);
        Assert.Equal(saved.ItemBiases, loaded.ItemBiases);
        Assert.Equal(saved.UserRatingCounts, loaded.UserRatingCounts);
        Assert.Equal(saved.ItemRatingCounts, loaded.ItemRatingCounts);
        Assert.Equal(saved.ComputeHash(), loaded.ComputeHash());
        Assert.Equal(saved.LearnedPairs?.Hashes.ToArray(), loaded.LearnedPairs?.Hashes.ToArray());
    }

    [SeededProperty(Runs = 20)]
    public void A_loaded_model_predicts_the_same_bits_for_the_same_ids(ModelCase drawn)
    {
        using MfModel saved = drawn.ToModel();
        using var file = new ModelFile(saved);
        using MfModel loaded = file.Load();
        for (int user = 0; user < saved.Users.Count; user++)
        {
            for (int item = 0; item < saved.Items.Count; item++)
            {
                Assert.Equal(
                    saved.Predict(saved.Users.GetId(user), saved.Items.GetId(item)),
                    loaded.Predict(saved.Users.GetId(user), saved.Items.GetId(item)));
            }
        }
    }

    [SeededProperty(Runs = 10)]
    public void Saving_a_loaded_or_mapped_model_gives_the_same_file(ModelCase drawn)
    {
        using MfModel model = drawn.ToModel();
        using var first = new ModelFile(model);
        using MfModel loaded = first.Load();
        using MfModel mapped = MfModel.Map(first.Path);
        using var second = new ModelFile(loaded);
        using var third = new ModelFile(mapped);
        Assert.Equal(first.Bytes, second.Bytes);
        Assert.Equal(first.Bytes, third.Bytes);
    }

    /// <summary>Files of before the section was there are those of models that have none.</summary>
    [Fact]
    public void Without_a_sketch_a_file_has_no_section_for_it_and_its_model_is_the_same_in_all_else()
    {
        using MfModel bare = SmallModel.Create();
        using MfModel knowing = SmallModel.Create(BottomKSketch.FromHashes([1, 2, 3]));
        using var file = new ModelFile(bare);
        using var other = new ModelFile(knowing);
        using MfModel loaded = file.Load();
        using MfModel mapped = MfModel.Map(file.Path);
        mapped.Verify();
        Assert.Null(loaded.LearnedPairs);
        Assert.Null(mapped.LearnedPairs);
        Assert.Equal((8, 128 + 8 * 32 + 4), (file.Sections.Count, BitConverter.ToInt32(file.Bytes, 12)));
        Assert.Equal((9, 128 + 9 * 32 + 4), (other.Sections.Count, BitConverter.ToInt32(other.Bytes, 12)));
        Assert.Equal(knowing.ComputeHash(), loaded.ComputeHash());
    }

    private static void AssertEqual(IdMap expected, IdMap actual)
    {
        Assert.Equal(expected.Kind, actual.Kind);
        Assert.Equal(expected.Integers, actual.Integers);
        Assert.Equal(expected.Texts, actual.Texts);
    }

    private static void AssertEqual(FactorMatrix expected, FactorMatrix actual)
    {
        Assert.Equal((expected.RowCount, expected.Rank, expected.Stride), (actual.RowCount, actual.Rank, actual.Stride));
        for (int row = 0; row < expected.RowCount; row++)
        {
            Assert.Equal(expected.View.PaddedRow(row).ToArray(), actual.View.PaddedRow(row).ToArray());
        }
    }
}
