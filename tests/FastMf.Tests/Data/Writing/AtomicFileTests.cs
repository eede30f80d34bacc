using FastMf.Data;
using FastMf.TestCommon;
using Xunit;

namespace FastMf.Tests.Data.Writing;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("fastmf-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_file_is_created_or_replaced_and_nothing_else_is_left()
    {
        string path = Path.Combine(_directory, "model");
        AtomicFile.Write(path, stream => stream.Write("first, and long"u8));
        AtomicFile.Write(path, stream => stream.Write("second"u8));

        Assert.Equal("second", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_directory));
    }

    [Fact]
    public void While_writing_the_old_file_keeps_its_name_and_content()
    {
        string path = Path.Combine(_directory, "model");
        File.WriteAllText(path, "old");
        AtomicFile.Write(path, stream =>
        {
            stream.Write("new"u8);
            stream.Flush();
            Assert.Equal("old", File.ReadAllText(path));
        });

        Assert.Equal("new", File.ReadAllText(path));
    }

    [Fact]
    public void A_failed_write_leaves_the_old_file_and_no_temporary_one()
    {
        string path = Path.Combine(_directory, "model");
        File.WriteAllText(path, "old");

        Assert.Throws<InvalidDataException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write("half of"u8);
            throw new InvalidDataException();
        }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_directory));
    }

    [Fact]
    public void A_failed_first_write_leaves_nothing()
    {
        Assert.Throws<InvalidDataException>(
            () => AtomicFile.Write(Path.Combine(_directory, "model"), _ => throw new InvalidDataException()));
        Assert.Empty(Directory.GetFileSystemEntries(_directory));
    }

    [Fact]
    public void A_directory_is_not_replaced()
    {
        Assert.Throws<IOException>(() => AtomicFile.Write(_directory, _ => Assert.Fail("Nothing should be written.")));
        Assert.True(Directory.Exists(_directory));
    }

    [Fact]
    public void A_missing_directory_is_an_io_error() =>
        Assert.Throws<DirectoryNotFoundException>(() => AtomicFile.Write(Path.Combine(_directory, "missing", "model"), _ => { }));

    [UnixFact("Creating links needs a privilege on Windows.")]
    public void The_target_of_a_symbolic_link_is_replaced_and_the_link_stays()
    {
        string path = Path.Combine(_directory, "model-1");
        string link = Path.Combine(_directory, "model");
        File.WriteAllText(path, "old");
        File.CreateSymbolicLink(link, path);
        AtomicFile.Write(link, stream => stream.Write("new"u8));

        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal(path, new FileInfo(link).LinkTarget);
    }
}
