using FastMf.Data;
using FastMf.Model;
using FastMf.Numerics;

namespace FastMf.Training.Runs;

/// <summary>A model to start from, whose users and items are looked up among those that are trained.</summary>
internal sealed class WarmStart
{
    private readonly int[] _userInModel;
    private readonly int[] _itemInModel;

    /// <param name="model">The model.</param>
    /// <param name="users">The users that are trained.</param>
    /// <param name="items">The items that are trained.</param>
    public WarmStart(MfModel model, IdMap users, IdMap items)
    {
        Model = model;
        _userInModel = users.IndexesIn(model.Users);
        _itemInModel = items.IndexesIn(model.Items);
        UserCounts = CountsOf(_userInModel, model.UserRatingCounts);
        ItemCounts = CountsOf(_itemInModel, model.ItemRatingCounts);
    }

    /// <summary>The model.</summary>
    public MfModel Model { get; }

    /// <summary>How many ratings the model has learned from of each user that is trained.</summary>
    public int[] UserCounts { get; }

    /// <summary>How many ratings the model has learned from of each item that is trained.</summary>
    public int[] ItemCounts { get; }

    /// <summary>Overwrites the rows that the model has learned.</summary>
    public void CopyTo(ModelParameters parameters, bool withBiases)
    {
        CopyRows(_userInModel, UserCounts, Model.UserFactors, parameters.UserFactors);
        CopyRows(_itemInModel, ItemCounts, Model.ItemFactors, parameters.ItemFactors);
        if (withBiases)
        {
            CopyBiases(_userInModel, UserCounts, Model.UserBiases, parameters.UserBiases);
            CopyBiases(_itemInModel, ItemCounts, Model.ItemBiases, parameters.ItemBiases);
        }

        GC.KeepAlive(Model);
    }

    private static int[] CountsOf(int[] inModel, ReadOnlySpan<int> counts)
    {
        int[] known = new int[inModel.Length];
        for (int row = 0; row < known.Length; row++)
        {
            known[row] = inModel[row] >= 0 ? counts[inModel[row]] : 0;
        }

        return known;
    }

    private static void CopyRows(int[] inModel, int[] counts, FactorMatrix from, FactorMatrix to)
    {
        for (int row = 0; row < inModel.Length; row++)
        {
            if (counts[row] > 0)
            {
                from.Row(inModel[row]).CopyTo(to.View.Row(row));
            }
        }
    }

    private static void CopyBiases(int[] inModel, int[] counts, ReadOnlySpan<float> from, NativeList<float> to)
    {
        for (int row = 0; row < inModel.Length; row++)
        {
            if (counts[row] > 0)
            {
                to[row] = from[inModel[row]];
            }
        }
    }
}
