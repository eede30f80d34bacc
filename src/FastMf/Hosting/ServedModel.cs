using FastMf.Model;
using FastMf.Model.Persistence;
using FastMf.Recommending;

namespace FastMf.Hosting;

/// <summary>
/// A model with its recommender, and a count of the references to them: the host's, and one for each lease. The last one that is
/// released frees the memory.
/// </summary>
internal sealed class ServedModel
{
    private readonly Action _freed;
    private int _references = 1;

    /// <summary>Opens a file.</summary>
    /// <param name="options">The host's options.</param>
    /// <param name="version">The model's number.</param>
    /// <param name="before">
    /// The model whose place it is to take, which stays meanwhile: ids that are equal texts are shared with it. Null for none.
    /// </param>
    /// <param name="freed">Called when the memory has been freed.</param>
    /// <exception cref="ModelFileException">The file is missing, is no model, is damaged, or was written by a newer version.</exception>
    public ServedModel(ModelHostOptions options, long version, ServedModel? before, Action freed)
    {
        Version = version;
        _freed = freed;
        Model = options.MapFile
            ? ModelReader.Map(options.Path, before?.Model)
            : ModelReader.Read(options.Path, addsMemoryPressure: false, before?.Model);
        try
        {
            var prepared = new RecommenderOptions { BuildIndex = false, IndexUsers = options.IndexUsers, Threads = options.Threads };
            Recommender = new Recommender(Model, options.Rated, prepared);
        }
        catch
        {
            Model.Dispose();
            throw;
        }
    }

    public long Version { get; }

    public MfModel Model { get; }

    public Recommender Recommender { get; }

    /// <summary>Checks what has not been checked, and builds the index.</summary>
    /// <exception cref="ModelFileException">The file is damaged.</exception>
    public void Prepare()
    {
        Model.Verify();
        Model.PrepareIds();
        Recommender.BuildIndex();
    }

    /// <summary>Adds a reference; false when the last one has been released and the memory is gone.</summary>
    public bool TryAddReference()
    {
        int references = Volatile.Read(ref _references);
        while (references > 0)
        {
            int seen = Interlocked.CompareExchange(ref _references, references + 1, references);
            if (seen == references)
            {
                return true;
            }

            references = seen;
        }

        return false;
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref _references) == 0)
        {
            Recommender.Dispose();
            Model.Dispose();
            _freed();
        }
    }
}
