using FastMf.Model;
using FastMf.Numerics;

namespace FastMf.Recommending.Search;

/// <summary>The users or the items of a model, as the rows that a search chooses from.</summary>
internal sealed class CandidateSet : IDisposable
{
    private readonly MfModel _model;
    private readonly bool _isUsers;
    private readonly Lazy<NativeList<float>> _inverseNorms;

    public CandidateSet(MfModel model, bool isUsers)
    {
        _model = model;
        _isUsers = isUsers;
        _inverseNorms = new Lazy<NativeList<float>>(ComputeInverseNorms);
    }

    public FactorMatrix Factors => _isUsers ? _model.UserFactors : _model.ItemFactors;

    public ReadOnlySpan<float> Biases => _isUsers ? _model.UserBiases : _model.ItemBiases;

    public ReadOnlySpan<int> RatingCounts => _isUsers ? _model.UserRatingCounts : _model.ItemRatingCounts;

    public int Count => Factors.RowCount;

    /// <summary>1 / the norm of each row; 0 where the norm is 0 or too small to be inverted: such a row has no direction.</summary>
    public ReadOnlySpan<float> InverseNorms => _inverseNorms.Value.Span;

    public double Norm(int row)
    {
        double squares = 0;
        foreach (float value in Factors.Row(row))
        {
            squares += (double)value * value;
        }

        return Math.Sqrt(squares);
    }

    /// <summary>The root mean square of the norms; 1 where there are no rows, or only zeros.</summary>
    public double TypicalNorm()
    {
        double squares = 0;
        int known = 0;
        for (int row = 0; row < Count; row++)
        {
            if (RatingCounts[row] > 0)
            {
                known++;
                squares += Math.Pow(Norm(row), 2);
            }
        }

        double typical = Math.Sqrt(squares / known);
        return typical is > 0 and <= QueryQuantization.LargestNorm ? typical : 1;
    }

    /// <summary>
    /// The score of a row whose dot product with the query is <paramref name="product"/>: the same floats in every search. The biases
    /// are <see cref="Biases"/>, asked for once for many rows.
    /// </summary>
    public float Score(in SearchRequest request, ReadOnlySpan<float> biases, int row, float product) => request.Kind switch
    {
        ScoreKind.Prediction => request.Constant + biases[row] + product,
        ScoreKind.Cosine => product * request.InverseNorm * InverseNorms[row],
        _ => product,
    };

    public void Dispose()
    {
        if (_inverseNorms.IsValueCreated)
        {
            _inverseNorms.Value.Dispose();
        }
    }

    private NativeList<float> ComputeInverseNorms()
    {
        var inverses = new NativeList<float>(Count);
        for (int row = 0; row < inverses.Length; row++)
        {
            double inverse = 1 / Norm(row);
            inverses.Span[row] = inverse <= float.MaxValue ? (float)inverse : 0;
        }

        return inverses;
    }
}
