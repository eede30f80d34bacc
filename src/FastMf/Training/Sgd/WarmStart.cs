using System.Diagnostics;
using FastMf.Data;
using FastMf.Model;

namespace FastMf.Training.Sgd;

/// <summary>A model to train on from, and ratings numbered by the users and items of both.</summary>
internal sealed class WarmStart
{
    /// <summary>The time at which preparation has begun, as that of a stopwatch.</summary>
    public readonly long Started = Stopwatch.GetTimestamp();

    private readonly int[] _userInModel;
    private readonly int[] _itemInModel;

    public WarmStart(MfModel model, RatingMatrix ratings)
    {
        Model = model;
        IdMap users = Union(model.Users, ratings.Users, "users");
        IdMap items = Union(model.Items, ratings.Items, "items");
        Ratings = Renumbered(ratings, users, items);
        _userInModel = users.IndexesIn(model.Users);
        _itemInModel = items.IndexesIn(model.Items);
        UserCounts = PriorCounts(_userInModel, model.UserRatingCounts);
        ItemCounts = PriorCounts(_itemInModel, model.ItemRatingCounts);
    }

    /// <summary>The model.</summary>
    public MfModel Model { get; }

    /// <summary>The ratings, over all users and items of both.</summary>
    public RatingMatrix Ratings { get; }

    /// <summary>How many ratings the model had of each user.</summary>
    public int[] UserCounts { get; }

    /// <summary>How many ratings the model had of each item.</summary>
    public int[] ItemCounts { get; }

    public float Mean => Model.Mean;

    public float MinimumRating => Model.MinimumRating;

    public float MaximumRating => Model.MaximumRating;

    /// <summary>Overwrites the rows that the model knows by the model's.</summary>
    public void CopyTo(ModelParameters parameters)
    {
        CopyRows(Model.UserFactors, Model.UserBiases, _userInModel, UserCounts, parameters.UserFactors, parameters.UserBiases.Span);
        CopyRows(Model.ItemFactors, Model.ItemBiases, _itemInModel, ItemCounts, parameters.ItemFactors, parameters.ItemBiases.Span);
        GC.KeepAlive(Model);
    }

    private static IdMap Union(IdMap model, IdMap ratings, string what)
    {
        if (model.Kind != ratings.Kind)
        {
            throw new ArgumentException($"The {what} of the model have {model.Kind} ids, those of the ratings {ratings.Kind} ids; read the ratings with ids of the same kind.", nameof(ratings));
        }

        return model.Kind == IdKind.Number
            ? IdMap.FromIntegers([.. model.Integers, .. ratings.Integers])
            : IdMap.FromTexts([.. model.Texts, .. ratings.Texts]);
    }

    private static RatingMatrix Renumbered(RatingMatrix ratings, IdMap users, IdMap items)
    {
        int[] userOf = ratings.Users.IndexesIn(users);
        int[] itemOf = ratings.Items.IndexesIn(items);
        var triples = new Rating[ratings.Count];
        for (int user = 0, next = 0; user < userOf.Length; user++)
        {
            RatingRow row = ratings.ByUser.Row(user);
            for (int i = 0; i < row.Count; i++)
            {
                triples[next++] = new Rating(userOf[user], itemOf[row.Indexes[i]], row.Values[i]);
            }
        }

        return RatingMatrix.Create(users, items, triples);
    }

    private static int[] PriorCounts(int[] inModel, ReadOnlySpan<int> counts)
    {
        int[] prior = new int[inModel.Length];
        for (int row = 0; row < prior.Length; row++)
        {
            prior[row] = inModel[row] >= 0 ? counts[inModel[row]] : 0;
        }

        return prior;
    }

    private static void CopyRows(
        FactorMatrix modelFactors, ReadOnlySpan<float> modelBiases, int[] inModel, int[] priorCounts, FactorMatrix factors, Span<float> biases)
    {
        for (int row = 0; row < inModel.Length; row++)
        {
            if (priorCounts[row] > 0)
            {
                modelFactors.Row(inModel[row]).CopyTo(factors.View.Row(row));
                biases[row] = modelBiases[inModel[row]];
            }
        }
    }
}
