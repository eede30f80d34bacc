using System.Reflection;
using FastMf.Training;
using Xunit;

namespace FastMf.Tests.Training;

public class TrainerKindTests
{
    public static TheoryData<string> Names => [.. TrainerKind.All.Select(kind => kind.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_property_that_decides_what_is_learned_is_an_option(string name)
    {
        TrainerKind kind = TrainerKind.Find(name)!;
        string[] properties =
        [
            .. kind.Defaults.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public)
                .Where(property => property.CanWrite).Select(property => property.Name),
        ];
        Assert.Equal(
            properties.Except(["Threads", "SimdLevel", "EarlyStopping"]).Order(),
            kind.Options.Where(option => !option.IsShorthand).Select(option => option.PropertyName).Order());
        string[] names = [.. kind.Options.SelectMany(option => new[] { option.Name, option.FormerName }).OfType<string>()];
        Assert.Equal(names.Distinct(), names);
        Assert.Same(kind, kind.Defaults.Kind);
        Assert.All(
            kind.Options, option => Assert.Matches("^[a-z][^.]*[a-z0-9)]$", option.Help.Replace(". ", "", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_value_out_of_its_range_is_refused_by_name_and_value(string name)
    {
        TrainerKind kind = TrainerKind.Find(name)!;
        int refusals = 0;
        foreach (TrainerOption option in kind.Options)
        {
            foreach (string value in new[] { "-1", "0", "1", "2.5", "16", "4097", "100001" })
            {
                TrainerOptions options;
                try
                {
                    options = option.Set(kind.Defaults, value);
                }
                catch (ArgumentException failure)
                {
                    Assert.False(option.Accepts(value));
                    Assert.StartsWith($"{option.Name}: '{value}' is not a value of this option", failure.Message, StringComparison.Ordinal);
                    continue;
                }

                if (option.Accepts(value))
                {
                    options.Validate();
                    continue;
                }

                ArgumentOutOfRangeException refusal = Assert.Throws<ArgumentOutOfRangeException>(options.Validate);

                // What a shorthand sets is named instead of it.
                Assert.Equal(option.IsShorthand, refusal.ParamName != option.PropertyName);
                Assert.Equal(value, $"{refusal.ActualValue}");
                Assert.StartsWith($"{refusal.ParamName} must be ", refusal.Message, StringComparison.Ordinal);
                refusals++;
            }
        }

        Assert.True(refusals >= 8);
    }

    [Fact]
    public void Values_are_set_in_the_order_of_their_declaration()
    {
        // The regularization of plain SGD is that of the biases too, wherever the rule stands.
        Dictionary<string, string> values = new()
        {
            ["user-bias-regularization"] = "3", ["regularization"] = "2", ["rule"] = "constant",
        };
        var options = (SgdOptions)TrainerKind.Sgd.With(TrainerKind.Sgd.DefaultsFor(values), values);
        Assert.Equal((2f, 2f, 3f, 2f), (
            options.UserFactorRegularization, options.ItemFactorRegularization, options.UserBiasRegularization, options.ItemBiasRegularization));
    }

    [Fact]
    public void Names_are_found_in_any_case_and_unknown_ones_are_told()
    {
        Assert.Same(TrainerKind.Bpr, TrainerKind.Find("BPR"));
        Assert.Null(TrainerKind.Find("svd"));
        Assert.Contains(
            "als has no option 'order'; its options are rank, epochs, seed",
            Assert.Throws<ArgumentException>("name", () => TrainerKind.Als.Option("order")).Message, StringComparison.Ordinal);
    }
}
