using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using FastMf.TestCommon;
using Xunit;

namespace FastMf.Extensions.Hosting.Tests;

/// <summary>The samples of docs/embedding.md are programs; here they run.</summary>
public sealed partial class EmbeddingDocumentTests : IDisposable
{
    private readonly SavedModel _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void The_samples_of_the_document_are_the_programs_that_are_tested()
    {
        string document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "embedding.md"));
        string[] blocks = [.. CodeBlock().Matches(document).Select(match => match.Groups[1].Value)];
        Assert.Equal([SampleProcess.Source("ConsoleSample"), SampleProcess.Source("WebSample")], blocks);
        Assert.InRange(blocks[0].Count(c => c == '\n'), 1, 20);
        Assert.InRange(blocks[1].Count(c => c == '\n'), 1, 30);
    }

    [Fact]
    public void The_console_sample_trains_serves_and_prints_a_list()
    {
        _file.WriteRatings();
        string modelPath = _file.Path + ".console";
        using var sample = new SampleProcess("ConsoleSample", _file.RatingsPath, modelPath, "7");
        string[] lines = sample.Output.ReadToEnd().TrimEnd().Split('\n');
        Assert.True(sample.Wait() == 0, sample.Errors);
        Assert.Equal("5 items by TrainedFactors", lines[0].TrimEnd());
        Assert.Equal(6, lines.Length);
        Assert.All(lines[1..], line => Assert.Matches(@"^\d+ -?\d+\.\d\d\s*$", line));
        Assert.True(File.Exists(modelPath));
    }

    [Fact]
    public async Task The_web_sample_answers_over_http()
    {
        using var sample = new SampleProcess(
            "WebSample", "--urls", "http://127.0.0.1:0", "--FastMf:ModelPath", _file.Path, "--FastMf:ReloadInterval", "00:00:00.050");
        using var client = new HttpClient { BaseAddress = await Address(sample) };
        Assert.Equal("Healthy", await Until(client, "/health", answer => answer == "Healthy"));

        string known = await client.GetStringAsync("/users/7/items");
        using JsonDocument list = JsonDocument.Parse(known);
        Assert.Equal("TrainedFactors", list.RootElement.GetProperty("basis").GetString());
        Assert.Equal(10, list.RootElement.GetProperty("items").GetArrayLength());
        using JsonDocument stranger = JsonDocument.Parse(await client.GetStringAsync("/users/nobody/items"));
        Assert.Equal("Popularity", stranger.RootElement.GetProperty("basis").GetString());

        var ratings = new Dictionary<string, float> { ["3"] = 5, ["4"] = 1, ["unheard-of"] = 3 };
        using HttpResponseMessage folded = await client.PostAsJsonAsync("/items", ratings);
        Assert.Equal(HttpStatusCode.OK, folded.StatusCode);
        string[] items = (await folded.Content.ReadFromJsonAsync<string[]>())!;
        Assert.Equal(10, items.Distinct().Count());
        Assert.DoesNotContain("3", items);

        _file.Train(seed: 9);
        Assert.NotEqual(known, await Until(client, "/users/7/items", answer => answer != known));
    }

    private static async Task<Uri> Address(SampleProcess sample)
    {
        while (await sample.Output.ReadLineAsync() is { } line)
        {
            if (ListeningOn().Match(line) is { Success: true } match)
            {
                // The rest must be read, or the program would wait for a reader of its log.
                _ = sample.Output.ReadToEndAsync();
                return new Uri(match.Groups[1].Value);
            }
        }

        throw new InvalidOperationException("The sample ended before it listened: " + sample.Errors);
    }

    private static async Task<string> Until(HttpClient client, string path, Func<string, bool> isExpected)
    {
        string answer = "";
        for (int i = 0; i < 1000 && !isExpected(answer); i++)
        {
            await Task.Delay(20);
            answer = await client.GetStringAsync(path);
        }

        return answer;
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex ListeningOn();
}
