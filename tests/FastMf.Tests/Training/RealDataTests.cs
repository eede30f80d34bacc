using FastMf.Data;
using FastMf.Data.Reading;
using FastMf.Evaluation;
using FastMf.Model;
using FastMf.TestCommon;
using FastMf.Training;
using Xunit;

namespace FastMf.Tests.Training;

/// <summary>
/// Quality floors on a fixed split of MovieLens ml-latest-small (2018); Surprise's SVD with its defaults reaches 0.8752 on it.
/// </summary>
public class RealDataTests
{
    [RealDataFact]
    public void Als_with_default_options_reaches_0_865() => Assert.InRange(TestRmse(new AlsTrainer()), 0.80, 0.865);

    [RealDataFact]
    public void Sgd_with_default_options_reaches_0_865() => Assert.InRange(TestRmse(new SgdTrainer()), 0.80, 0.865);

    private static double TestRmse(ITrainer trainer)
    {
        RatingMatrix train = RatingReader.Read(RealData.Path2018("split/train.txt")).Ratings;
        RatingMatrix test = RatingReader.Read(RealData.Path2018("split/test.txt")).Ratings;
        using MfModel model = trainer.Train(train).Model;
        RatingErrors errors = RatingErrors.Of(model, test);
        Assert.Equal(10_083, errors.Count);
        return errors.Rmse;
    }
}
