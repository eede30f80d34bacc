using FastMf.Data;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Testing;
using Xunit;

namespace FastMf.Tests.Model;

public class ModelFileRoundTripTests
{
    [Fact]
    public void A_loaded_model_is_the_saved_one_in_every_property() => PropertyCheck.Run(
        random =>
        {
            using MfModel saved = RandomModel.Create(random);
            using var file = new ModelFile(saved);
            using MfModel loaded = file.Load();

            Assert.Equal(saved.Info, loaded.Info);
            Assert.Equal(
                (saved.Rank, saved.Mean, saved.MinimumRating, saved.MaximumRating, saved.Predicts), (loaded.Rank, loaded.Mean, loaded.MinimumRating, loaded.MaximumRating, loaded.Predicts));
            AssertEqual(saved.Users, loaded.Users);
            AssertEqual(saved.Items, loaded.Items);
            AssertEqual(saved.UserFactors, loaded.UserFactors);
            AssertEqual(saved.ItemFactors, loaded.ItemFactors);
            Assert.Equal(saved.UserBiases, loaded.UserBiases);
            Assert.Equal(saved.ItemBiases, loaded.ItemBiases);
            Assert.Equal(saved.UserRatingCounts, loaded.UserRatingCounts);
            Assert.Equal(saved.ItemRatingCounts, loaded.ItemRatingCounts);
            Assert.Equal(saved.ComputeHash(), loaded.ComputeHash());
        },
        runs: 50);

    [Fact]
    public void A_loaded_model_predicts_the_same_bits_for_the_same_ids() => PropertyCheck.Run(
        random =>
        {
            using MfModel saved = RandomModel.Create(random);
            using var file = new ModelFile(saved);
            using MfModel loaded = file.Load();
            for (int user = 0; user < saved.Users.Count; user++)
            {
                for (int item = 0; item < saved.Items.Count; item++)
                {
                    Assert.Equal(
                        saved.Predict(saved.Users.GetId(user), saved.Items.GetId(item)), loaded.Predict(saved.Users.GetId(user), saved.Items.GetId(item)));
                }
            }
        },
        runs: 20);

    [Fact]
    public void Saving_a_loaded_model_gives_the_same_file()
    {
        using MfModel model = RandomModel.Create(new SeededRandom(4));
        using var first = new ModelFile(model);
        using MfModel loaded = first.Load();
        using var second = new ModelFile(loaded);
        Assert.Equal(first.Bytes, second.Bytes);
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
