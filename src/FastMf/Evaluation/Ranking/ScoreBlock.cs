using FastMf.Kernels;
using FastMf.Model;

namespace FastMf.Evaluation.Ranking;

/// <summary>
/// Scores of several users for all items: users x items floats. Items are taken in chunks that stay in the second-level cache while
/// every user of the block passes over them, so that memory is read once for the block and not once for each user.
/// </summary>
internal sealed class ScoreBlock
{
    private const int ChunkFloats = 1 << 16;
    private const int LargestBlockFloats = 1 << 22;
    private const int MostUsers = 16;

    private readonly MfModel _model;
    private readonly float[] _scores;

    public ScoreBlock(MfModel model)
    {
        _model = model;
        _scores = new float[checked(UsersFor(model) * model.Items.Count)];
    }

    /// <summary>How many users a block of the model holds: as many as fit 16 MB, at most 16.</summary>
    public static int UsersFor(MfModel model) => Math.Clamp(LargestBlockFloats / Math.Max(1, model.Items.Count), 1, MostUsers);

    /// <summary>Mean + biases + factors . factors of the <paramref name="place"/>-th user of the block for every item.</summary>
    public Span<float> Row(int place) => _scores.AsSpan(place * _model.Items.Count, _model.Items.Count);

    /// <summary>Fills the first rows of the block with the scores of the given users.</summary>
    public void Fill(ReadOnlySpan<int> users)
    {
        FactorView items = _model.ItemFactors.View;
        FactorView factors = _model.UserFactors.View;
        ReadOnlySpan<float> biases = _model.ItemBiases;
        int chunk = Math.Max(1, ChunkFloats / items.Stride);
        for (int first = 0; first < biases.Length; first += chunk)
        {
            int count = Math.Min(chunk, biases.Length - first);
            for (int place = 0; place < users.Length; place++)
            {
                Span<float> row = Row(place).Slice(first, count);
                KernelSet.Best.DotRows(items, first, factors.PaddedRow(users[place]), row);
                float constant = _model.Mean + _model.UserBiases[users[place]];
                for (int i = 0; i < count; i++)
                {
                    // In the order of terms of recommending, so that the same scores tie.
                    row[i] = constant + biases[first + i] + row[i];
                }
            }
        }

        GC.KeepAlive(_model);
    }
}
