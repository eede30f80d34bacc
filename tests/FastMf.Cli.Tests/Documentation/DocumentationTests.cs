using System.Globalization;
using System.Text.RegularExpressions;
using FastMf.Cli.Tests.Support;
using FastMf.TestCommon;
using FastMf.Training;
using Xunit;

namespace FastMf.Cli.Tests.Documentation;

/// <summary>What the documentation shows works: commands and code are run, links lead somewhere.</summary>
[Collection(WorkingFolder.Collection)]
public sealed partial class DocumentationTests
{
    private static readonly string[] SourceFolders = ["src", "tests", "perf", "samples", ".ci"];

    public static TheoryData<string> Pages => [.. MarkdownFile.All];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_command_runs(string page)
    {
        using var sandbox = new Sandbox();
        using var folder = new WorkingFolder(sandbox.Folder);
        string checks = File.ReadAllText(Path.Combine(Repository.Root, ".ci", "run"));
        foreach (string command in new MarkdownFile(page).Commands)
        {
            string[] words = MarkdownFile.Words(command);
            if (words[0] == "fastmf")
            {
                Assert.NotEqual("", ToolRun.Success(words[1..]).Out);
            }
            else
            {
                // Building and testing inside a test would wait for itself.
                Assert.Contains($"{{ {command}; }}", checks, StringComparison.Ordinal);
            }
        }
    }

    /// <summary>Each of these blocks is compared with a source that is compiled and run, by a test of its page.</summary>
    [Fact]
    public void Csharp_stands_where_it_is_compiled() => Assert.Equal(
        new Dictionary<string, int> { ["README.md"] = 1, ["docs/embedding.md"] = 2, ["docs/kernels.md"] = 16, ["docs/testing.md"] = 3 },
        MarkdownFile.All
            .Select(page => (page, blocks: new MarkdownFile(page).Blocks("csharp").Count()))
            .Where(page => page.blocks > 0)
            .ToDictionary());

    /// <summary>
    /// What a reader may run but a test does not, because it would run for long or change the checkout, names only what exists.
    /// </summary>
    [Theory]
    [MemberData(nameof(Pages))]
    public void Commands_that_are_not_run_name_what_there_is(string page)
    {
        string text = new MarkdownFile(page).Text;
        string measurements = File.ReadAllText(Path.Combine(Repository.Root, "perf", "FastMf.Perf", "Program.cs"));
        Assert.All(
            PathOfProject().Matches(text),
            path => Assert.True(Path.Exists(Path.Combine(Repository.Root, path.Value)), $"{page}: there is no {path.Value}."));
        Assert.All(
            Measurement().Matches(text),
            verb => Assert.Contains($"\"{verb.Groups["verb"].Value}\"", measurements, StringComparison.Ordinal));
        Assert.All(Variable().Matches(text), variable => Assert.True(
            Sources.Any(source => source.Contains(variable.Value, StringComparison.Ordinal)),
            $"{page}: no source or script knows {variable.Value}."));
    }

    private static IEnumerable<string> Sources =>
        SourceFolders
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*", SearchOption.AllDirectories))
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                && !path.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(File.ReadAllText);

    [Fact]
    public void The_readme_begins_with_the_demo_and_the_tests() => Assert.Equal(
        ["dotnet run -c Release --project src/FastMf.Cli", "dotnet test -c Release"],
        new MarkdownFile("README.md").Commands.Take(2));

    [Fact]
    public void The_sample_of_the_readme_is_the_program_that_is_tested() =>
        Assert.Equal(Assert.Single(new MarkdownFile("README.md").Blocks("csharp")), SampleProcess.Source("ReadmeSample"));

    [Fact]
    public void The_sample_of_the_readme_predicts_and_recommends()
    {
        using var sandbox = new Sandbox();
        using var folder = new WorkingFolder(sandbox.Folder);
        using var sample = new SampleProcess("ReadmeSample");
        string output = sample.Output.ReadToEnd();
        Assert.True(sample.Wait() == 0, sample.Errors);
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Matches(@"^User 1 would give item 260 [0-5]\.\d stars \(Known\)\.$", lines[0]);
        Assert.Equal(10, lines.Length - 1);
        Assert.All(lines[1..], line => Assert.Matches(@"^\d+ -?\d+\.\d\d$", line));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_lead_to_files(string page)
    {
        string folder = Path.GetDirectoryName(Path.Combine(Repository.Root, page))!;
        IEnumerable<string> targets = Link().Matches(new MarkdownFile(page).Text).Select(match => match.Groups["target"].Value);
        Assert.All(
            targets, target => Assert.True(Path.Exists(Path.Combine(folder, target)), $"{page} links to {target}, which does not exist."));
    }

    [Fact]
    public void Every_page_is_on_the_map()
    {
        string map = new MarkdownFile("docs/README.md").Text;
        Assert.All(MarkdownFile.All.Skip(1), page => Assert.True(
            page == "docs/README.md" || map.Contains($"({Path.GetFileName(page)})", StringComparison.Ordinal),
            $"docs/README.md does not link to {page}."));
    }

    [Fact]
    public void The_manual_names_every_option_of_every_command()
    {
        string manual = new MarkdownFile("docs/tool.md").Text;
        string[] verbs =
        [
            "describe", "train", "evaluate", "cross-validate", "tune", "compare", "export", "reproduce rosenthal", "predict", "recommend",
            "similar", "generate", "demo",
        ];
        foreach (string verb in verbs)
        {
            string help = ToolRun.Success([.. verb.Split(' '), "--help"]).Out;
            IEnumerable<string> options = LongOption().Matches(help[help.IndexOf("Options:", StringComparison.Ordinal)..])
                .Select(match => match.Groups["name"].Value);
            Assert.All(options, option => Assert.Contains(option, manual, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_manual_names_every_key_of_the_json_of_training()
    {
        using var sandbox = new Sandbox();
        string manual = new MarkdownFile("docs/tool.md").Text;
        ToolRun run = ToolRun.Success(
            "train", sandbox.Train, "--test", sandbox.Test, "--algorithm", "bpr", "--rank", "2", "--epochs", "1", "--json");
        Assert.All(
            run.Json.EnumerateObject().Concat(run.Json.GetProperty("testRanking").EnumerateObject()),
            property => Assert.Contains($"`{property.Name}`", manual, StringComparison.Ordinal));
    }

    [Fact]
    public void The_manual_gives_the_default_of_every_option_of_every_trainer()
    {
        string[] manual = new MarkdownFile("docs/tool.md").Text.Split('\n');
        foreach (IGrouping<string, (string Of, string Value)> option in
            from kind in TrainerKind.All
            from option in kind.Options
            where !option.IsFlag
            from preset in kind.Presets
            let given = kind.Options.ToDictionary(other => other.Name, other => other.GetText(preset.Options))
            group (preset.Name, option.GetText(kind.DefaultsFor(given))) by option.Name)
        {
            string row = Assert.Single(manual, line => line.StartsWith($"| `--{option.Key} ", StringComparison.Ordinal));
            string cell = row.Split('|')[^2].Replace("`", "", StringComparison.Ordinal);

            // A default of all, or of one trainer only, stands without its name.
            bool isOne = option.Select(entry => entry.Value).Distinct().Count() == 1
                || option.All(entry => entry.Of.EndsWith(option.First().Of, StringComparison.Ordinal));
            Assert.All(option.Where(entry => entry.Value.Length > 0), entry =>
                Assert.Matches($@"(^|\W){Regex.Escape(isOne ? entry.Value : $"{entry.Of} {entry.Value}")}($|\W)", cell));
        }
    }

    [RealDataTheory]
    [InlineData("als")]
    [InlineData("sgd")]
    public void The_errors_in_the_readme_are_those_that_the_tool_measures(string algorithm)
    {
        ToolRun run = ToolRun.Success(
            "train", RealData.Path2018("split/train.txt"), "--test", RealData.Path2018("split/test.txt"),
            "--algorithm", algorithm, "--json");
        Match row = Regex.Match(
            new MarkdownFile("README.md").Text,
            $@"\| FastMf `{algorithm}` \| defaults: (?<rank>\d+) factors, (?<epochs>\d+) epochs \| (?<rmse>[\d.]+) \|");
        Assert.Equal(run.Json.GetProperty("rank").GetInt32(), Number(row, "rank"));
        Assert.Equal(run.Json.GetProperty("epochs").GetInt32(), Number(row, "epochs"));

        // Processors without fused multiply-add round differently.
        Assert.Equal(run.Json.GetProperty("testRmse").GetDouble(), Number(row, "rmse"), 0.0003);
    }

    [RealDataFact]
    public void The_table_of_accuracy_is_what_the_tool_measures()
    {
        string page = new MarkdownFile("docs/accuracy.md").Text;
        string[] lines = ToolRun.Success("compare", RealData.Path2016("ratings.csv"), RealData.Path2018("ratings.csv")).OutLines;
        string[][] measured = [.. lines
            .Where(line => line.Contains("ratings.csv", StringComparison.Ordinal))
            .Select(line => line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
        string[][] shown = [.. AccuracyRow().Matches(page)
            .Select(row => (string[])[row.Groups["name"].Value, row.Groups["rmse"].Value, row.Groups["mae"].Value])];
        Assert.NotEmpty(shown);
        Assert.Equal(measured.Select(row => row[1]), shown.Select(row => row[0]));

        // Processors without fused multiply-add round differently.
        Assert.All(measured.Zip(shown), pair => Assert.Equal(Parse(pair.First[2]), Parse(pair.Second[1]), 0.0004));
        Assert.All(measured.Zip(shown), pair => Assert.Equal(Parse(pair.First[4]), Parse(pair.Second[2]), 0.0004));
    }

    private static double Parse(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static double Number(Match row, string group) => double.Parse(row.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\|[^|]*\| `?(?<name>[a-z ]+?)`? \| (?<rmse>[\d.]+) \| [\d.]+ \| (?<mae>[\d.]+) \|", RegexOptions.Multiline)]
    private static partial Regex AccuracyRow();

    [GeneratedRegex(@"(?<=[ `(])(\.ci|\.github|src|tests|perf|samples)/[\w./-]*\w")]
    private static partial Regex PathOfProject();

    [GeneratedRegex(@"perf/FastMf\.Perf -- (?<verb>[\w-]+)")]
    private static partial Regex Measurement();

    [GeneratedRegex(@"FASTMF_[A-Z_]+")]
    private static partial Regex Variable();

    [GeneratedRegex(@"\]\((?<target>[^):#]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^  (-\w, )*(?<name>--[\w-]+)", RegexOptions.Multiline)]
    private static partial Regex LongOption();
}
