using FastMf.Hosting;
using FastMf.Model;
using FastMf.Numerics;
using FastMf.Tests.Model;

namespace FastMf.Tests.Hosting;

/// <summary>Two models of different size saved side by side, and a name to be served under which now one, now the other appears.</summary>
internal sealed class HostedFile : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fastmf-").FullName;
    private DateTime _time = DateTime.UtcNow;

    public HostedFile()
        : this(index => RandomModel.Create(new SeededRandom(index), 20, 600 + index, 8, new SeededRandom(10 + index).NextGaussian))
    {
    }

    /// <summary>Serves models of one's own, 0 and 1, which this object disposes of.</summary>
    public HostedFile(Func<int, MfModel> model)
    {
        Models = [model(0), model(1)];
        for (int i = 0; i < Models.Length; i++)
        {
            Models[i].Save(Source(i));
        }

        Put(0);
    }

    public MfModel[] Models { get; }

    public string Path => System.IO.Path.Combine(_folder, "served.fastmf");

    public ModelHostOptions Options => new() { Path = Path, CheckInterval = TimeSpan.Zero };

    /// <summary>Where a model lies that is not served.</summary>
    public string Source(int model) => System.IO.Path.Combine(_folder, $"{model}.fastmf");

    /// <summary>Replaces the served file by a model, as a trainer on the same disk would.</summary>
    public void Put(int model) => Put(File.ReadAllBytes(Source(model)));

    public void Put(byte[] content)
    {
        string temporary = Path + ".tmp";
        File.WriteAllBytes(temporary, content);

        // Replacements may be quicker than the clock of the file system.
        _time += TimeSpan.FromMilliseconds(10);
        File.SetLastWriteTimeUtc(temporary, _time);
        File.Move(temporary, Path, overwrite: true);
    }

    public byte[] Damaged(int model)
    {
        byte[] content = File.ReadAllBytes(Source(model));

        // In the middle of the factors: the header is whole.
        content[content.Length / 2] ^= 1;
        return content;
    }

    public void Dispose()
    {
        Array.ForEach(Models, model => model.Dispose());
        Directory.Delete(_folder, recursive: true);
    }
}
