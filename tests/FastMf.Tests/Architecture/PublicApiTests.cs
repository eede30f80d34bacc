using System.Reflection;
using FastMf.Evaluation;
using FastMf.Kernels;
using FastMf.Model;
using FastMf.TestCommon;
using FastMf.Testing;
using Xunit;

namespace FastMf.Tests.Architecture;

/// <summary>
/// Whatever users of the packages can name is written down in <c>src/*/PublicApi.txt</c>, so that no change of it goes unnoticed. To
/// accept a change, run these tests with <see cref="UpdateVariable"/> set to 1 and look at what git shows.
/// </summary>
public class PublicApiTests
{
    private const string UpdateVariable = "FASTMF_UPDATE_PUBLIC_API";

    public static TheoryData<string> Packages => ["FastMf", "FastMf.Evaluation", "FastMf.Kernels", "FastMf.Testing"];

    [Theory, MemberData(nameof(Packages))]
    public void The_public_api_is_what_its_file_says(string package)
    {
        string path = Path.Combine(Repository.Root, "src", package, "PublicApi.txt");
        string actual = string.Join('\n', PublicApi.Of(Load(package))) + "\n";
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            File.WriteAllText(path, actual);
        }

        string[] written = File.ReadAllLines(path);
        string[] lines = actual.TrimEnd('\n').Split('\n');
        string difference = string.Join('\n', lines.Except(written).Select(line => "+ " + line).Concat(written.Except(lines).Select(line => "- " + line)));
        Assert.True(
            lines.SequenceEqual(written),
            $"The public API of {package} is not that of src/{package}/PublicApi.txt. If it should be, run this test with {UpdateVariable}=1.\n{difference}");
    }

    private static Assembly Load(string package) => package switch
    {
        "FastMf" => typeof(MfModel).Assembly,
        "FastMf.Evaluation" => typeof(RatingErrors).Assembly,
        "FastMf.Kernels" => typeof(KernelSet).Assembly,
        _ => typeof(PropertyCheck).Assembly,
    };
}
