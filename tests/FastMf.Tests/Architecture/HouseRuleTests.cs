using System.Text.RegularExpressions;
using FastMf.Kernels;
using FastMf.Model;
using Xunit;

namespace FastMf.Tests.Architecture;

public partial class HouseRuleTests
{
    public static TheoryData<string> Libraries => [.. Layer.Packages.Where(package => package != Layer.Tool)];

    [Fact]
    public void Instruction_sets_are_named_in_one_folder_only()
    {
        SourceFile[] naming = [.. AllSources().Where(file => file.Mentions(InstructionSet()))];
        Assert.NotEmpty(naming);
        Assert.All(naming, file => Assert.Equal("FastMf.Kernels/Instructions", file.Folder));
    }

    /// <summary>
    /// Where the kernels are compiled for each width it is a type argument; mathematics that has the same bits everywhere takes eight
    /// doubles at once.
    /// </summary>
    [Fact]
    public void Vectors_of_512_bits_are_named_in_few_places_only() => Assert.Equal(
        [
            "FastMf.Kernels/KernelSet.cs",
            "FastMf.Kernels/Quantized/QuantizedKernels.cs",
            "FastMf/Numerics/NormalDistribution.cs",
            "FastMf/Numerics/NormalStreams.cs",
            "FastMf/Numerics/PortableMath.cs",
        ],
        SourceFile.Below("FastMf.Kernels", "FastMf", "FastMf.Evaluation", "FastMf.Testing", "FastMf.Cli")
            .Where(file => file.Mentions(WideVector()) && !file.Folder.StartsWith("FastMf.Kernels/Instructions", StringComparison.Ordinal))
            .Select(file => file.Name));

    /// <summary>
    /// Workers are started in one place. The two locks of the reader guard what its workers share, a stream and a list of blocks; that of
    /// SGD the rows of blocks that may be taken, that of a search the results of trainings side by side. A pool of workspaces, a count of
    /// what is done and the models of a host, which prepares one at a time, are shared by atomic operations.
    /// </summary>
    [Fact]
    public void Threads_are_known_to_few_files_only() => Assert.Equal(
        [
            "FastMf/Data/Reading/Blocks/ReorderBuffer.cs",
            "FastMf/Data/Reading/Input/BlockSource.cs",
            "FastMf/Hosting/ModelHost.cs",
            "FastMf/Hosting/ServedModel.cs",
            "FastMf/Recommending/FoldInPool.cs",
            "FastMf/Recommending/Recommender.cs",
            "FastMf/Threading/WorkerTeam.cs",
            "FastMf/Training/Grid/BlockFrontier.cs",
            "FastMf.Evaluation/Tuning/ResultsFile.cs",
        ],
        SourceFile.Below("FastMf", "FastMf.Evaluation", "FastMf.Kernels", "FastMf.Testing")
            .Where(file => file.Mentions(Concurrency()))
            .Select(file => file.Name));

    [Fact]
    public void The_library_calls_no_native_code() =>
        Assert.DoesNotContain(SourceFile.Below([.. Layer.Packages.Except(["FastMf.Testing"])]), file => file.Mentions(NativeCall()));

    /// <summary>
    /// A service has no command line: messages of the library name its properties, and the tool puts its options in their place.
    /// </summary>
    [Fact]
    public void The_library_names_no_option_of_the_tool() => Assert.DoesNotContain(
        SourceFile.Below([.. Layer.Packages.Except(["FastMf.Cli", "FastMf.Testing"])]), file => OptionOfTool().IsMatch(file.Text));

    [Fact]
    public void Nothing_is_left_undone() => Assert.DoesNotContain(AllSources(), file => Unfinished().IsMatch(file.Text));

    /// <summary>Small internal types may follow the one they serve.</summary>
    [Theory, MemberData(nameof(Libraries))]
    public void Every_file_begins_with_the_type_of_its_name_and_declares_no_further_public_one(string project) => Assert.All(
        SourceFile.Below(project),
        file =>
        {
            Match[] types = TypeDeclaration().Matches(file.Code).ToArray();

            // A generic type beside one of the same name, and a part of a type, need a longer file name.
            string name = Path.GetFileNameWithoutExtension(file.Name);
            Assert.Matches($"^{types[0].Groups[1].Value}(Of[A-Z][a-z]+)?(\\.[A-Z][A-Za-z]+)?$", name);
            Assert.DoesNotContain(types[1..], type => type.Value.StartsWith("public ", StringComparison.Ordinal));
        });

    [Fact]
    public void Every_public_type_has_a_file_of_its_name()
    {
        AssertEachHasFile(typeof(MfModel).Assembly, "FastMf");
        AssertEachHasFile(typeof(KernelSet).Assembly, "FastMf.Kernels");
        AssertEachHasFile(typeof(Testing.PropertyCheck).Assembly, "FastMf.Testing");
    }

    private static void AssertEachHasFile(System.Reflection.Assembly assembly, string project)
    {
        HashSet<string> files = [.. SourceFile.Below(project).Select(file => file.Name)];
        foreach (Type type in assembly.GetExportedTypes().Where(type => !type.IsNested && !type.IsGenericTypeDefinition))
        {
            string folder = string.Join('/', type.Namespace![project.Length..].Split('.'));
            Assert.Contains($"{project}{folder}/{type.Name}.cs", files);
        }
    }

    private static IReadOnlyList<SourceFile> AllSources() => SourceFile.Below([.. Layer.Packages]);

    [GeneratedRegex("""["][^"\n]*(tool:|[ (]--[a-z])""")]
    private static partial Regex OptionOfTool();

    [GeneratedRegex(@"(?<!SimdLevel\.)\bVector512\b[.<]")]
    private static partial Regex WideVector();

    [GeneratedRegex(
        @"\bIntrinsics\.(X86|Arm|Wasm)\b"
        + @"|\b(Avx\w*|Sse\w*|Ssse3|Fma|Bmi[12]|AdvSimd|Sve2?|Popcnt|Lzcnt|X86Base|ArmBase|PackedSimd)\b")]
    private static partial Regex InstructionSet();

    [GeneratedRegex(
        @"\b(Thread|ThreadPool|ThreadLocal|ThreadStatic|Parallel|AsParallel|Task|ValueTask|async|await|lock|Lock|Monitor|Mutex"
        + @"|Semaphore\w*|Barrier|Interlocked|Volatile|Channel|Concurrent\w+|BlockingCollection)\b")]
    private static partial Regex Concurrency();

    [GeneratedRegex(@"\b(DllImport|LibraryImport|NativeLibrary)\b")]
    private static partial Regex NativeCall();

    [GeneratedRegex(@"\b(TODO|HACK|FIXME|XXX|NotImplementedException)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Unfinished();

    [GeneratedRegex(
        @"^(?:(?:public|internal|file|static|sealed|abstract|partial|readonly|ref|unsafe) )+"
        + @"(?:record struct|record class|class|struct|record|enum|interface|delegate [\w<>\[\]]+) (\w+)", RegexOptions.Multiline)]
    private static partial Regex TypeDeclaration();
}
