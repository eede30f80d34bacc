using FastMf.Cli.Tests.Support;
using FastMf.Numerics;
using FastMf.TestCommon;
using Xunit;

namespace FastMf.Cli.Tests;

/// <summary>Random command lines: understood or refused, with an exit code of the manual and a message.</summary>
public sealed class OptionFuzzTests(Sandbox sandbox) : IClassFixture<Sandbox>
{
    private const long MaximumBytes = 64L << 20;

    private static readonly string[] Verbs = ["describe", "train", "evaluate", "predict", "recommend", "similar", "cross-validate", "tune", "compare", "export", "generate", "demo"];

    private static readonly string[] Options =
    [
        "--rank", "-k", "--epochs", "--seed", "-s", "--threads", "-t", "--count", "-n", "--format", "--duplicates", "--skip-bad-lines", "--algorithm", "--objective",
        "--regularization", "--learning-rate", "--test-fraction", "--test", "--user", "--item", "--ratings", "--titles", "--shape", "--users", "--items", "--loss",
        "--threshold", "--json", "--quiet", "--help", "--version", "--output", "--score", "--folds", "--try", "--train", "--validation-fraction", "--patience", "--solver", "--from", "--options", "--nothing", "--", "-", "-?", "@file", "[suggest]",
    ];

    private static readonly string[] Values =
    [
        "", " ", "0", "1", "-1", "4097", "1025", "2147483648", "99999999999999999999", "1e400", "NaN", "-inf", "0.5", "1.5", "als", "sgd", "bpr", "magic", "ndcg", "rank=3,4", "rank=1..9:log", "csv", "ml-100k",
        "\0", "\n", "é\U0001F3AC", "--", "=", "--rank=3", "--rank=", "{0}", "[red]", "[/]", "\u001b[31m", "\uD800", "nowhere/nothing", ".", "/",
    ];

    /// <summary>Nothing of this trains or writes: each line lacks its input file, or names one that is not there.</summary>
    [Fact]
    public void Random_command_lines_are_understood_or_refused() => FuzzLoop.Run(nameof(Random_command_lines_are_understood_or_refused), 600, MaximumBytes, random =>
    {
        string[] line = Line(random);
        ToolRun run = ToolRun.Of(line);
        Assert.Contains(run.Code, new[] { ExitCode.Success, ExitCode.Failure, ExitCode.Usage });
        Assert.True(run.Code == ExitCode.Success
            || run.Err.StartsWith("fastmf: ", StringComparison.Ordinal), $"fastmf {string.Join('|', line)}: {run.Code} {run.Err}");
        Assert.False(run.Code == ExitCode.Success && run.Out.Length == 0, $"fastmf {string.Join('|', line)} says nothing.");
    });

    private string[] Line(SeededRandom random)
    {
        string verb = Verbs[random.NextInt32(Verbs.Length)];
        List<string> line = [random.NextInt32(20) == 0 ? Pick(random, Values) : verb];
        bool works = verb is "generate" or "demo";
        if (!works && random.NextInt32(3) > 0)
        {
            line.Add(random.NextInt32(2) == 0 ? sandbox["missing.csv"] : Pick(random, Values));
        }

        for (int words = random.NextInt32(6); words > 0; words--)
        {
            line.Add(Pick(random, random.NextInt32(3) == 0 ? Values : Options));
            if (random.NextInt32(3) > 0)
            {
                line.Add(Pick(random, Values));
            }
        }

        // Generating and the demo need no input, so that a line that is understood would work: they are always given what is not.
        return works || line[0] != verb ? [.. line, "--no-such-option"] : [.. line.Where(word => word != "--output")];
    }

    private static string Pick(SeededRandom random, string[] from) => from[random.NextInt32(from.Length)];
}
