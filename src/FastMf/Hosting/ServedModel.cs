using FastMf.Model;
using FastMf.Model.Persistence;
using FastMf.Recommending;

namespace FastMf.Hosting;

/// <summary>
/// A model with its recommender and the number of those who use them, the host among them. Whoever leaves last frees the memory.
/// </summary>
internal sealed class ServedModel
{
    private readonly Action _freed;
    private int _users = 1;

    /// <summary>Opens a file.</summary>
    /// <param name="options">The host's options.</param>
    /// <param name="version">The model's number.</param>
    /// <param name="before">The model whose place it is to take, which stays meanwhile: ids that are equal texts are shared with it. Null for none.</param>
    /// <param name="freed">Called when the memory has been freed.</param>
    /// <exception cref="ModelFileException">The file is missing, is no model, is damaged, or was written by a newer version.</exception>
    public ServedModel(ModelHostOptions options, long version, ServedModel? before, Action freed)
    {
        Version = version;
        _freed = freed;
        Model = options.MapFile
            ? ModelReader.Map(options.Path, before?.Model)
            : ModelReader.Read(options.Path, pressesCollector: false, before?.Model);
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

    /// <summary>Adds a user; false when the last one has left and the memory is gone.</summary>
    public bool TryEnter()
    {
        int users = Volatile.Read(ref _users);
        while (users > 0)
        {
            int seen = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (seen == users)
            {
                return true;
            }

            users = seen;
        }

        return false;
    }

    public void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            Recommender.Dispose();
            Model.Dispose();
            _freed();
        }
    }
}
