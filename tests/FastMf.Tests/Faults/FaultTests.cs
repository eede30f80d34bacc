using System.Runtime.Versioning;
using FastMf.Data.Reading;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.TestCommon;
using FastMf.Tests.Model;
using Xunit;

namespace FastMf.Tests.Faults;

public sealed class FaultTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fastmf-").FullName;

    private string Target => Path.Combine(_folder, "model");

    private string Ratings => Path.Combine(_folder, "ratings.csv");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>A file system of 64 kilobytes.</summary>
    [MountFact]
    public void A_full_disk_is_an_io_error_that_leaves_the_old_file_and_no_other()
    {
        const string Mount = "unshare -rm /bin/bash -c 'mount -t tmpfs -o size=64k none \"$2\" && echo old > \"$2/model\"; "
            + "\"$0\" full \"$1\" \"$2/model\"; ls -A \"$2\"; cat \"$2/model\"' \"$0\" \"$@\"";
        string source = SaveModel(7, 500);
        string disk = Directory.CreateDirectory(Path.Combine(_folder, "disk")).FullName;
        (_, string[] lines, string errors) = FaultProcess.Shell(Mount, source, disk);
        Assert.True(lines.Length == 3, errors);
        Assert.StartsWith("IOException: ", lines[0], StringComparison.Ordinal);
        Assert.Equal(["model", "old"], lines[1..]);
    }

    /// <summary>Root may write everywhere but here.</summary>
    [MountFact]
    public void A_disk_that_is_mounted_read_only_is_an_io_error_that_names_the_file()
    {
        const string Mount = "unshare -rm /bin/bash -c 'mount -t tmpfs none \"$2\" && echo old > \"$2/model\" "
            + "&& mount -o remount,ro \"$2\"; \"$0\" full \"$1\" \"$2/model\"; ls -A \"$2\"; cat \"$2/model\"' \"$0\" \"$@\"";
        string source = SaveModel(7, 20);
        string disk = Directory.CreateDirectory(Path.Combine(_folder, "disk")).FullName;
        (_, string[] lines, string errors) = FaultProcess.Shell(Mount, source, disk);
        Assert.True(lines.Length == 3, errors);
        Assert.StartsWith($"IOException: '{disk}/model' cannot be written: Read-only file system", lines[0], StringComparison.Ordinal);
        Assert.Equal(["model", "old"], lines[1..]);
    }

    [PermissionFact, UnsupportedOSPlatform("windows")]
    public void A_folder_that_may_not_be_written_to_is_an_access_error_that_names_the_file_and_what_to_do()
    {
        string source = SaveModel(7, 20);
        File.WriteAllText(Target, "old");
        const UnixFileMode Everybody = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        File.SetUnixFileMode(_folder, Everybody);
        (_, string[] lines, string errors) = FaultProcess.Shell(
            $"{PermissionFactAttribute.Prefix} \"$0\" \"$@\"", "full", source, Target);
        File.SetUnixFileMode(_folder, Everybody | UnixFileMode.UserWrite);
        Assert.True(lines.Length == 1, errors);
        Assert.Equal(
            $"UnauthorizedAccessException: '{Target}' cannot be written: its folder may not be written to. "
            + "Choose another folder, or change its permissions.",
            lines[0]);
        Assert.Equal("old", File.ReadAllText(Target));
        Assert.Equal(2, Directory.GetFileSystemEntries(_folder).Length);
    }

    [UnixFact("Windows has no limit on file handles that a shell could set.")]
    public void Without_file_handles_every_error_is_typed_and_passes_with_its_cause()
    {
        string source = SaveModel(7, 20);
        File.WriteAllText(Ratings, "1,2,3\n4,5,2\n");
        (int code, string[] lines, string errors) = FaultProcess.Shell(
            "ulimit -n 250; exec \"$0\" \"$@\"", "handles", source, Ratings, Target);
        Assert.True(code == 0 && lines.Length == 4, $"{code}: {string.Join('\n', lines)}\n{errors}");
        Assert.StartsWith($"{nameof(ModelFileException)}: {source}", lines[0], StringComparison.Ordinal);
        Assert.StartsWith($"{nameof(RatingFormatException)}: {Ratings}", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("IOException: ", lines[2], StringComparison.Ordinal);
        Assert.Equal("none", lines[3]);
    }

    [Fact]
    public async Task A_model_that_is_replaced_while_it_is_read_is_the_old_one_or_the_new_one()
    {
        string[] sources = [SaveModel(1, 300), SaveModel(2, 300)];
        using MfModel a = MfModel.Load(sources[0]), b = MfModel.Load(sources[1]);
        string[] hashes = [a.ComputeHash(), b.ComputeHash()];
        a.Save(Target);
        using var end = new CancellationTokenSource();
        Task writer = Task.Run(() =>
        {
            for (int i = 0; !end.IsCancellationRequested; i++)
            {
                (i % 2 == 0 ? b : a).Save(Target);
            }
        });
        var met = new HashSet<string>();
        for (int i = 0; i < 10_000 && (i < 200 || met.Count < 2); i++)
        {
            using MfModel loaded = MfModel.Load(Target);
            met.Add(loaded.ComputeHash());
        }

        await end.CancelAsync();
        await writer;
        Assert.Equal(hashes.Order(), met.Order());
    }

    /// <summary>Not what FastMf does, but what a copy over the file does: it is shorter, longer and half of each for a while.</summary>
    [Fact]
    public async Task A_model_that_is_written_over_while_it_is_read_is_one_of_them_or_a_typed_error()
    {
        byte[][] contents = [File.ReadAllBytes(SaveModel(1, 300)), File.ReadAllBytes(SaveModel(2, 200))];
        string[] hashes = [.. Enumerable.Range(1, 2).Select(seed =>
        {
            using MfModel model = MfModel.Load(Path.Combine(_folder, $"source{seed}"));
            return model.ComputeHash();
        })];
        File.WriteAllBytes(Target, contents[0]);
        using var end = new CancellationTokenSource();
        Task writer = Task.Run(() =>
        {
            for (int i = 1; !end.IsCancellationRequested; i++)
            {
                using var stream = new FileStream(Target, FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
                stream.Write(contents[i % 2]);
            }
        });
        int refused = 0;
        for (int i = 0; i < 10_000 && (i < 300 || refused == 0); i++)
        {
            try
            {
                using MfModel loaded = MfModel.Load(Target);
                Assert.Contains(loaded.ComputeHash(), hashes);
            }
            catch (ModelFileException)
            {
                refused++;
            }
        }

        await end.CancelAsync();
        await writer;
        Assert.NotEqual(0, refused);
    }

    [Fact]
    public async Task Ratings_that_are_written_over_while_they_are_read_are_ratings_or_a_typed_error()
    {
        string[] contents = [string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i},{i % 7},3.5\n")), "1::2::3\n"];
        File.WriteAllText(Ratings, contents[0]);
        using var end = new CancellationTokenSource();
        Task writer = Task.Run(() =>
        {
            for (int i = 1; !end.IsCancellationRequested; i++)
            {
                using var stream = new StreamWriter(new FileStream(Ratings, FileMode.Create, FileAccess.Write, FileShare.ReadWrite));
                stream.Write(contents[i % 2]);
            }
        });
        for (int i = 0; i < 100; i++)
        {
            try
            {
                Assert.InRange(RatingReader.Read(Ratings, new RatingReaderOptions { Threads = 1 + i % 2 }).Ratings.Count, 1, 20_000);
            }
            catch (RatingFormatException refused)
            {
                Assert.StartsWith(Ratings, refused.Message, StringComparison.Ordinal);
            }
        }

        await end.CancelAsync();
        await writer;
    }

    /// <summary>A rename would put a regular file in the place of the device, for every program of the machine.</summary>
    [UnixTheory("Windows has no devices in folders.")]
    [InlineData("/dev/null")]
    [InlineData("/dev/full")]
    public void A_device_is_not_replaced_by_a_model(string device)
    {
        // A name that does not exist, lest a failure of this test does what it is to prevent.
        string harmless = device + "-fastmf-test";
        using MfModel model = SmallModel.Create();
        Assert.Contains("device", Assert.Throws<IOException>(() => model.Save(harmless)).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(harmless));
        string link = Path.Combine(_folder, "link");
        File.CreateSymbolicLink(link, harmless);
        Assert.Throws<IOException>(() => model.Save(link));
    }

    private string SaveModel(int seed, int users)
    {
        string path = Path.Combine(_folder, $"source{seed}");
        using MfModel model = RandomModel.Create(new SeededRandom(seed), users, 100, 32, new SeededRandom(seed).NextGaussian);
        model.Save(path);
        return path;
    }
}
