using FastMf.Model;
using FastMf.Numerics;
using Xunit;

namespace FastMf.Tests.Model;

public sealed class FailedSaveTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fastmf-").FullName;
    private readonly MfModel _model = RandomModel.Create(new SeededRandom(8));

    private string Target => Path.Combine(_folder, "model");

    public void Dispose()
    {
        _model.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_save_that_fails_midway_leaves_the_old_model_and_no_temporary_file()
    {
        _model.Save(Target);
        string hash = _model.ComputeHash();
        _model.Dispose();
        Assert.Throws<ObjectDisposedException>(() => _model.Save(Target));

        Assert.Equal([Target], Directory.GetFileSystemEntries(_folder));
        using MfModel old = MfModel.Load(Target);
        Assert.Equal(hash, old.ComputeHash());
    }

    [Fact]
    public void A_save_replaces_an_old_model_and_leaves_no_temporary_file()
    {
        using MfModel other = RandomModel.Create(new SeededRandom(9));
        other.Save(Target);
        _model.Save(Target);

        Assert.Equal([Target], Directory.GetFileSystemEntries(_folder));
        using MfModel loaded = MfModel.Load(Target);
        Assert.Equal(_model.ComputeHash(), loaded.ComputeHash());
    }

    [Fact]
    public void A_missing_folder_is_an_io_error_and_is_not_created()
    {
        Assert.Throws<DirectoryNotFoundException>(() => _model.Save(Path.Combine(_folder, "missing", "model")));
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void A_folder_is_not_overwritten()
    {
        Directory.CreateDirectory(Target);
        Assert.Throws<IOException>(() => _model.Save(Target));
        Assert.Equal([Target], Directory.GetFileSystemEntries(_folder));
        Assert.Empty(Directory.GetFileSystemEntries(Target));
    }
}
