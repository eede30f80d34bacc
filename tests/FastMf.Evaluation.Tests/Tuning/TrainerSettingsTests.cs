using System.Text.Json.Nodes;
using FastMf.Evaluation.Tuning;
using FastMf.Training;
using Xunit;

namespace FastMf.Evaluation.Tests.Tuning;

public class TrainerSettingsTests
{
    public static TheoryData<TrainerSettings> Methods => [.. TrainerKind.All.Select(kind => new TrainerSettings(kind.Defaults))];

    [Theory, MemberData(nameof(Methods))]
    public void Every_setting_survives_json(TrainerSettings settings)
    {
        foreach (string name in settings.Names)
        {
            string value = settings.Get(name);
            string other = bool.TryParse(value, out bool flag) ? (flag ? "false" : "true")
                : value.Length == 0 ? (name == "use-biases" ? "true" : "2")
                : double.TryParse(value, out _) ? (value == "2" ? "3" : "2")
                : OtherChoice(settings, name);
            TrainerSettings changed = settings.With(name, other);
            Assert.Equal(other, changed.Get(name));
            Assert.Equal(value, settings.Get(name));
            TrainerSettings read = TrainerSettings.FromJson(JsonNode.Parse(changed.ToJson().ToJsonString())!.AsObject());
            Assert.Equal(changed.Options, read.Options);
            Assert.Equal(changed.Algorithm, read.Algorithm);
            Assert.NotEqual(settings.ToJson().ToJsonString(), read.ToJson().ToJsonString());
        }
    }

    [Fact]
    public void Every_option_that_decides_what_is_learned_is_a_setting()
    {
        Assert.Equal(
            typeof(AlsOptions).GetProperties().Count(property => property.CanWrite) - 3, new TrainerSettings(new AlsOptions()).Names.Count);
        Assert.Equal(
            typeof(BprOptions).GetProperties().Count(property => property.CanWrite) - 3, new TrainerSettings(new BprOptions()).Names.Count);
        Assert.Contains("bias-regularization", new TrainerSettings(new AlsOptions()).Names);
        Assert.DoesNotContain("threads", new TrainerSettings(new SgdOptions()).Names);
    }

    [Theory]
    [InlineData(LearningRateRule.Adaptive, 0.125f)]
    [InlineData(LearningRateRule.Constant, 0.5f)]
    public void Regularization_of_sgd_is_that_of_the_factors_and_in_the_textbook_of_all(LearningRateRule rule, float biases)
    {
        var settings = new TrainerSettings(new SgdOptions { Rule = rule }.WithRegularization(0.125f));
        SgdOptions options = (SgdOptions)settings.With("regularization", "0.5").Options;
        Assert.Equal((0.5f, 0.5f, biases, biases), Four(options));
        Assert.Equal((0.125f, 0.125f, 0.25f, 0.25f), Four((SgdOptions)settings.With("bias-regularization", "0.25").Options));

        static (float, float, float, float) Four(SgdOptions options) => (
            options.UserFactorRegularization,
            options.ItemFactorRegularization,
            options.UserBiasRegularization,
            options.ItemBiasRegularization);
    }

    [Fact]
    public void Every_method_makes_its_trainer_with_the_threads_asked_for()
    {
        AlsOptions als = Assert.IsType<AlsTrainer>(new TrainerSettings(new AlsOptions { Rank = 3 }).CreateTrainer(5)).Options;
        SgdOptions sgd = Assert.IsType<SgdTrainer>(new TrainerSettings(new SgdOptions { Rank = 3 }).CreateTrainer(5)).Options;
        BprOptions bpr = Assert.IsType<BprTrainer>(new TrainerSettings(new BprOptions { Rank = 3 }).CreateTrainer(5)).Options;
        Assert.Equal([(3, 5), (3, 5), (3, 5)], [(als.Rank, als.Threads), (sgd.Rank, sgd.Threads), (bpr.Rank, bpr.Threads)]);
    }

    [Theory]
    [InlineData("ranck", "3", "no option 'ranck'; its options are rank, epochs")]
    [InlineData("rank", "three", "rank: 'three' is not a value of this option (a whole number).")]
    [InlineData("rank", "", "rank: ''")]
    [InlineData("regularization", "NaN", "a finite number")]
    [InlineData("regularization", "1,5", "a finite number")]
    [InlineData("non-negative", "yes", "true or false")]
    [InlineData("objective", "1", "one of observedonly")]
    public void What_cannot_be_set_is_refused_by_name(string name, string value, string message)
    {
        var settings = new TrainerSettings(new AlsOptions());
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => settings.With(name, value)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "do not say which algorithm")]
    [InlineData("{\"algorithm\":\"svd\"}", "no algorithm 'svd'")]
    [InlineData("{\"algorithm\":\"als\",\"learning-rate\":0.1}", "als has no option 'learning-rate'")]
    public void Json_that_is_no_options_is_refused(string json, string message) => Assert.Contains(
        message,
        Assert.Throws<ArgumentException>(() => TrainerSettings.FromJson(JsonNode.Parse(json)!.AsObject())).Message,
        StringComparison.Ordinal);

    private static string OtherChoice(TrainerSettings settings, string name)
    {
        Type type = settings.Options.GetType().GetProperty(settings.Options.Kind.Option(name).PropertyName)!.PropertyType;
        return Enum.GetNames(type).Select(choice => choice.ToLowerInvariant()).First(choice => choice != settings.Get(name));
    }
}
